#pragma once

#include "coppice/drive/outcome.hpp"
#include "coppice/mask/view.hpp"
#include "coppice/model/followers.hpp"
#include "coppice/model/members.hpp"
#include "coppice/score/output_sums.hpp"

#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace coppice::drive::detail {

struct no_outputs {};

/// A layer whose groups are scored: by its weights, or by what the score reads in their place.
template <class Recipe, element T, class Backend>
struct part {
    using score_type = decltype(Recipe::score);

    int layer;
    grouped<const T> scored;
    std::conditional_t<
        score::of_outputs<score_type>, score::output_sums<Backend, score_type>, no_outputs>
        seen = {};
};

/// Groups that share a mask: a layer's, or those of layers that are pruned together.
template <class Recipe, element T, class Backend>
struct target {
    int layer; ///< the first of them
    int group; ///< of the leaders, which is the layer if it is pruned alone
    index groups;
    index members;                       ///< weights in a group
    shape extents;                       ///< over the groups
    index first_group;                   ///< a multiple of the bits in a word
    std::vector<grouped<T>> zeroed = {}; ///< by its mask
    std::vector<part<Recipe, T, Backend>> parts = {};
    model::members of_layers = {}; ///< how filters of the parts make a group; empty for weights

    /// Whether each group is one of the only layer's, in order.
    [[nodiscard]] bool plain() const { return of_layers.layers.empty() || of_layers.plain(); }
};

/// Why layers are not pruned, in brackets; nothing for none.
template <element T>
[[nodiscard]] std::string
reasons(const model::description<T>& model, const std::vector<kept_whole>& left_alone) {
    std::string why;
    for (const kept_whole& layer : left_alone) {
        why += (why.empty() ? " (" : "; ") + model.layer_at(layer.layer).name + ": " + layer.reason;
    }
    return why.empty() ? why : why + ")";
}

/// Finds what a recipe prunes of a model, and why not the rest.
template <class Recipe, element T, class Backend>
class target_finder {
    static constexpr bool of_filters = decltype(Recipe::granularity)::removable;
    static constexpr bool of_outputs = score::of_outputs<decltype(Recipe::score)>;
    static constexpr bool of_scales = score::of_scales<decltype(Recipe::score)>;
    static constexpr bool couples = decltype(Recipe::couple)::couples;

  public:
    std::vector<target<Recipe, T, Backend>> targets;
    std::vector<outcome> outcomes; ///< one a target, with nothing pruned yet
    std::vector<kept_whole> left_alone;
    index total_groups = 0; ///< each target's rounded up to whole words

    /// @throws coppice::error if nothing can be pruned
    target_finder(
        const Recipe& recipe, const model::description<T>& model, const model::leaders& leaders,
        const model::zeroed<T>& zeroed, Backend& backend)
        : recipe_(recipe), model_(model), leaders_(leaders), zeroed_(zeroed), backend_(backend) {
        std::vector<std::string> reasons;
        reasons.reserve(model.layers().size());
        for (int layer = 0; layer < static_cast<int>(model.layers().size()); ++layer) {
            reasons.push_back(reason_against(layer));
        }
        const int groups = of_filters ? leaders.groups() : static_cast<int>(reasons.size());
        for (int group = 0; group < groups; ++group) {
            const std::vector<int> layers =
                of_filters ? leaders.layers(group) : std::vector<int>{group};
            if (!layers.empty()) {
                consider(group, layers, reasons);
            }
        }
        for (std::size_t layer = 0; layer < reasons.size(); ++layer) {
            if (!reasons[layer].empty()) {
                left_alone.push_back({static_cast<int>(layer), std::move(reasons[layer])});
            }
        }
        if (targets.empty()) {
            refuse_all();
        }
    }

  private:
    /// @param reasons  by layer, why it is not pruned; added to
    void consider(int group, const std::vector<int>& layers, std::vector<std::string>& reasons) {
        std::string reason = couples ? leaders_.refusal_of(group)
                                     : reasons[static_cast<std::size_t>(layers.front())];
        for (const int layer : layers) {
            reason = reason.empty() ? shape_against(layer) : reason;
        }
        if (reason.empty()) {
            reason = add_target(group, layers);
        }
        for (const int layer : layers) {
            std::string& noted = reasons[static_cast<std::size_t>(layer)];
            noted = noted.empty() ? reason : noted;
        }
    }

    /// Why a layer by itself is not pruned; empty if it is.
    [[nodiscard]] std::string reason_against(int layer) const {
        std::string reason =
            of_filters ? leaders_.refusal(layer) : model_.layer_at(layer).keep_whole;
        const bool cut = recipe_.granularity.unmet(weight(layer).extents()).empty();
        return reason.empty() || !cut ? shape_against(layer) : reason;
    }

    /// Why the shape of its weight keeps a layer from being pruned; empty if it does not.
    [[nodiscard]] std::string shape_against(int layer) const {
        const shape extents = weight(layer).extents();
        std::string unmet = recipe_.granularity.unmet(extents);
        if constexpr (requires { recipe_.select.unmet(extents); }) {
            unmet = unmet.empty() ? recipe_.select.unmet(extents) : unmet;
        }
        return unmet.empty() ? unmet : "its weight is " + text(extents) + "; it must be " + unmet;
    }

    /// @return why the layers cannot be scored; empty if they can
    [[nodiscard]] std::string add_target(int group, const std::vector<int>& layers) {
        const grouped<T> first = recipe_.granularity.cut(weight(layers.front()));
        target<Recipe, T, Backend> made{layers.front(),  group,       first.groups(),
                                        first.members(), first.outer, total_groups};
        if constexpr (of_filters) {
            made.of_layers = model::find_members(model_, leaders_, group);
            if (!made.plain()) {
                made.groups = leaders_.size(group);
                made.extents = {made.groups};
                made.members = weights_of(made.of_layers) / made.groups;
            }
        }
        if (!is_scattered(made.layer)) {
            made.zeroed.push_back(first);
        }
        for (std::size_t i = 0; of_filters && i < followers_of(group).size(); ++i) {
            made.zeroed.push_back(followers_of(group)[i].values);
        }
        for (const int layer : layers) {
            const grouped<const T> scored = scored_of(made, layer);
            if (scored.data == nullptr) {
                return "no normalisation scales " +
                       (layers.size() == 1 ? "its filters"
                                           : "the filters of " + model_.layer_at(layer).name);
            }
            made.parts.push_back({layer, scored});
            if constexpr (of_outputs) {
                made.parts.back().seen = {backend_, scored.groups()};
            }
        }
        outcomes.push_back({made.layer, made.groups});
        outcomes.back().with.assign(layers.begin() + 1, layers.end());
        total_groups += mask::words(made.groups) * mask::bits_per_word;
        targets.push_back(std::move(made));
        return "";
    }

    [[nodiscard]] const view<T>& weight(int layer) const { return model_.weight(layer).values; }

    [[nodiscard]] const std::vector<model::follower<T>>& followers_of(int group) const {
        return zeroed_.in_order[static_cast<std::size_t>(group)];
    }

    [[nodiscard]] bool is_scattered(int layer) const {
        bool found = false;
        for (const model::scattered<T>& other : zeroed_.others) {
            found = found || other.layer == layer;
        }
        return found;
    }

    /// The weights in all filters that make a group's sets.
    [[nodiscard]] index weights_of(const model::members& members) const {
        index weights = 0;
        for (std::size_t i = 0; i < members.layers.size(); ++i) {
            const view<T>& filters = weight(members.layers[i]);
            weights += filters.size() / filters.extent(0) * members.of_layer[i];
        }
        return weights;
    }

    /// What a layer's filters are scored by; without data if there is nothing.
    [[nodiscard]] grouped<const T>
    scored_of(const target<Recipe, T, Backend>& made, int layer) const {
        if constexpr (!of_scales) {
            return recipe_.granularity.cut(weight(layer)).read_only();
        } else if (made.plain()) {
            for (const model::follower<T>& follower : followers_of(made.group)) {
                if (follower.is == model::meaning::scale) {
                    return follower.values.read_only();
                }
            }
        } else {
            for (const model::parameter<T>& scale : model_.parameters()) {
                if (scale.is == model::meaning::scale &&
                    scale.axes[0].of == model_.layer_at(layer).output) {
                    return slices(scale.values, 0).read_only();
                }
            }
        }
        return {};
    }

    [[noreturn]] void refuse_all() const {
        throw error(
            "model", "number of layers that can be pruned", "0",
            "at least 1" + reasons(model_, left_alone));
    }

    const Recipe& recipe_;
    const model::description<T>& model_;
    const model::leaders& leaders_;
    const model::zeroed<T>& zeroed_;
    Backend& backend_;
};

} // namespace coppice::drive::detail
