#pragma once

#include "coppice/core/count.hpp"
#include "coppice/core/require.hpp"
#include "coppice/core/stopwatch.hpp"
#include "coppice/drive/detail/evaluation.hpp"
#include "coppice/drive/pruner.hpp"
#include "coppice/drive/trainer.hpp"
#include "coppice/model/description.hpp"

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace coppice::drive {

/// A layer pruned alone, and nothing retrained.
struct sensitivity_point {
    double ratio = 0; ///< share of the layer's groups that was asked for
    index pruned = 0; ///< groups that went: ceil(ratio * groups), but never the last, or what the
                      ///< recipe's selection rounds that to
    metric::accuracy accuracy = {};
};

/// What pruning one layer alone does to the model.
struct layer_sensitivity {
    int layer = -1;
    index groups = 0;                           ///< before the scan, less those pruned already
    std::vector<sensitivity_point> points = {}; ///< one a ratio, in the order asked for
};

/// What `sensitivity` returns. Layers that are pruned with an earlier one are in neither list.
struct sensitivity_report {
    metric::accuracy original = {};             ///< before the scan
    std::vector<layer_sensitivity> layers = {}; ///< those that can be pruned, in forward order
    std::vector<kept_whole> left_alone = {};    ///< those that are not pruned, with their reasons
    double seconds = 0;                         ///< wall clock
};

/// What a scan asks of a host: see coppice/drive/trainer.hpp. It trains nothing.
template <class H>
concept examinee = requires(H& host) {
    { host.evaluate() } -> std::same_as<metric::accuracy>;
    host.restore(host.save());
};

namespace detail {

/// Prunes layers one at a time, each from the state that it was made in, to which it goes back.
template <class Pruner, class Host, class Reduce>
class scan {
  public:
    scan(Pruner& pruned, Host& host, const Reduce& reduce, const metric::accuracy& original)
        : pruned_(pruned), host_(host), reduce_(reduce), original_(original), masks_(pruned.save()),
          weights_(host.save()) {}

    [[nodiscard]] layer_sensitivity
    examine(const outcome& whole, const std::vector<double>& ratios) {
        layer_sensitivity found{whole.layer, whole.groups - whole.pruned};
        std::vector<index> asked;
        for (const double ratio : ratios) {
            asked.push_back(ceil_share_but_one(ratio, found.groups));
            const auto before = std::find(asked.begin(), asked.end() - 1, asked.back());
            if (before == asked.end() - 1) {
                found.points.push_back(measure(whole, asked.back()));
            } else { // nothing is measured twice
                found.points.push_back(
                    found.points[static_cast<std::size_t>(before - asked.begin())]);
            }
            found.points.back().ratio = ratio;
        }
        return found;
    }

  private:
    [[nodiscard]] sensitivity_point measure(const outcome& whole, index count) {
        sensitivity_point point{.accuracy = original_};
        if (count == 0) {
            return point;
        }
        const auto undo = [&] {
            pruned_.restore(masks_);
            host_.restore(weights_);
        };
        try {
            pruned_.prune(
                {whole.layer}, [&](index /*groups*/, index gone) { return gone + count; });
            pruned_.apply();
            point.accuracy = evaluate(host_, reduce_, original_);
            point.pruned = gone_of(whole.layer) - whole.pruned;
        } catch (...) {
            undo();
            throw;
        }
        undo();
        return point;
    }

    [[nodiscard]] index gone_of(int layer) const {
        const auto& all = pruned_.outcomes();
        return std::find_if(
                   all.begin(), all.end(), [&](const outcome& one) { return one.layer == layer; })
            ->pruned;
    }

    Pruner& pruned_;
    Host& host_;
    const Reduce& reduce_;
    metric::accuracy original_;
    typename Pruner::state masks_;
    decltype(std::declval<Host&>().save()) weights_;
};

} // namespace detail

/// How accuracy falls when each layer is pruned alone, at several ratios. Of a recipe's
/// granularity, score, selection and coupling; its other policies, but for `reduce`, have no part
/// in it. Afterwards weights and masks are as they were, bit for bit, also where the host throws.
/// Li et al., "Pruning Filters for Efficient ConvNets", ICLR 2017, Figure 2 (b).
/// @param pruned  may have pruned already: the scan goes on from there
/// @param ratios  shares of the groups that each layer has left, each in [0, 1]; at 1 all go
///                but one
/// @throws coppice::error for a ratio out of its range, and as pruning and `stepper::advance` do;
///         whatever the host throws
template <class Recipe, element T, class Backend, class Host>
[[nodiscard]] sensitivity_report sensitivity(
    const Recipe& recipe, pruner<Recipe, T, Backend>& pruned, Host& host,
    const std::vector<double>& ratios) {
    static_assert(
        decltype(Recipe::select)::asked == select::asks::each_layer,
        "A sensitivity scan says itself how much of a layer goes, and the recipe's selection does "
        "not ask each layer: select with coppice::select::local.");
    static_assert(
        examinee<Host>,
        "The host lacks something that a sensitivity scan asks of one: evaluate(), save(), "
        "restore(snapshot); see coppice/drive/trainer.hpp.");
    static_assert(
        !score::of_outputs<decltype(Recipe::score)> || shows_outputs<Host, T>,
        "The recipe's score reads what layers put out, and the host does not show it: give it "
        "calibrate(viewer), see coppice/drive/trainer.hpp.");
    for (const double ratio : ratios) {
        require(ratio >= 0 && ratio <= 1, "sensitivity", "ratio", ratio, "in [0, 1]");
    }
    sensitivity_report made;
    const stopwatch timing(made.seconds);
    if constexpr (pruner<Recipe, T, Backend>::of_outputs) {
        auto viewer = pruned.look();
        host.calibrate(viewer);
    }
    made.left_alone = pruned.left_alone();
    made.original = detail::evaluate(host, recipe.reduce, {});
    const std::vector<outcome> layers = pruned.outcomes();
    detail::scan one_by_one(pruned, host, recipe.reduce, made.original);
    for (const outcome& layer : layers) {
        made.layers.push_back(one_by_one.examine(layer, ratios));
    }
    return made;
}

/// The same of a model that nothing has pruned.
template <class Recipe, element T, class Host, class Backend>
[[nodiscard]] sensitivity_report sensitivity(
    const Recipe& recipe, const model::description<T>& model, Host& host, Backend backend,
    const std::vector<double>& ratios) {
    static_assert(
        recipe::is_composition<Recipe>,
        "sensitivity() takes granularity and score from a recipe: make one with "
        "coppice::compose(...).");
    pruner<Recipe, T, Backend> pruned(recipe, model, std::move(backend));
    return sensitivity(recipe, pruned, host, ratios);
}

/// For every layer of the model the largest ratio of a scan at which it loses, pruned alone, at
/// most so many points of accuracy: for step::by_layer. 0 for layers that cannot be pruned, that
/// are pruned with an earlier one, and for those that lose more at every ratio.
/// @param layers  of the model
/// @param points  percentage points, in [0, 100]; compared on counts of correct answers
/// @throws coppice::error for points out of their range, or a scan of another model
[[nodiscard]] inline std::vector<double>
ratios_within(const sensitivity_report& scanned, std::size_t layers, double points) {
    require(points >= 0 && points <= 100, "drive::ratios_within", "points", points, "in [0, 100]");
    std::vector<double> ratios(layers, 0.0);
    for (const layer_sensitivity& layer : scanned.layers) {
        if (layer.layer < 0 || static_cast<std::size_t>(layer.layer) >= layers) {
            throw error(
                "drive::ratios_within", "layer in the scan", text(layer.layer),
                "in [0, " + text(layers) + "), one of the model's");
        }
        double& most = ratios[static_cast<std::size_t>(layer.layer)];
        for (const sensitivity_point& point : layer.points) {
            const auto lost =
                static_cast<double>(100 * (scanned.original.correct - point.accuracy.correct));
            const auto allowed = points * static_cast<double>(point.accuracy.total);
            if (lost <= allowed + tolerance_of(allowed)) {
                most = std::max(most, point.ratio);
            }
        }
    }
    return ratios;
}

} // namespace coppice::drive
