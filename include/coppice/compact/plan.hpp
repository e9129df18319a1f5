#pragma once

#include "coppice/core/require.hpp"
#include "coppice/core/view.hpp"
#include "coppice/drive/pruner.hpp"
#include "coppice/metric/census.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

/// Physical removal of what masks have cut.
namespace coppice::compact {

/// What becomes of one parameter.
struct change {
    std::string parameter;
    shape before;
    shape after;
    std::vector<std::vector<index>> kept; ///< by axis, positions that stay; empty: all of them

    [[nodiscard]] friend bool operator==(const change&, const change&) = default;
};

/// What stays of a dimension.
struct remainder {
    index extent = 0;        ///< before
    std::vector<index> kept; ///< positions that stay; empty: all of them

    [[nodiscard]] friend bool operator==(const remainder&, const remainder&) = default;
};

/// A layer that is not cut, or not as it was asked to be, and why.
struct note {
    std::string layer;
    std::string reason;

    [[nodiscard]] friend bool operator==(const note&, const note&) = default;
};

/// Which positions of every parameter stay when the pruned filters are physically removed: the
/// filters, their biases and normalisation, and the inputs of the layers that read them. The plan
/// holds no memory of the host's; it is carried out tensor by tensor with `gather`, or `shrink`
/// where the tensor lies. See plan_text.hpp to print, save and load it.
class plan {
  public:
    plan(
        std::vector<change> changes, metric::size before, metric::size after,
        std::vector<remainder> dimensions = {}, std::vector<note> notes = {})
        : changes_(std::move(changes)), before_(before), after_(after),
          dimensions_(std::move(dimensions)), notes_(std::move(notes)) {}

    /// One entry a parameter, in the order of the model's description.
    [[nodiscard]] const std::vector<change>& changes() const { return changes_; }

    [[nodiscard]] const metric::size& before() const { return before_; }
    [[nodiscard]] const metric::size& after() const { return after_; }

    /// One entry a dimension of the model's, in order.
    [[nodiscard]] const std::vector<remainder>& dimensions() const { return dimensions_; }

    /// The positions of a dimension that stay, for operations that count channels themselves: the
    /// bounds of a slice, the groups of a normalisation.
    /// @throws coppice::error for a dimension that the model does not have
    [[nodiscard]] std::vector<index> kept(model::dimension of) const {
        require_number("plan", "dimension", of.id, dimensions_.size());
        const remainder& left = dimensions_[static_cast<std::size_t>(of.id)];
        std::vector<index> positions = left.kept;
        for (index i = 0; left.kept.empty() && i < left.extent; ++i) {
            positions.push_back(i);
        }
        return positions;
    }

    /// The layers that stay whole, or lose another number of filters than was asked, with the
    /// reasons.
    [[nodiscard]] const std::vector<note>& notes() const { return notes_; }

    /// Checks that the plan is one for this model: its parameters by name and shape, in each list
    /// positions that exist and rise, at least one, and on every axis those of its dimension.
    /// @throws coppice::error for what does not hold
    template <element T>
    void check(const model::description<T>& model) const;

    /// Copies what stays of a tensor into a smaller one. The tensor is the parameter itself or
    /// anything of its shape that goes with it, such as a slot of the optimiser.
    /// @param parameter  its number in the model's description
    /// @param from       of shape changes()[parameter].before
    /// @param to         of shape changes()[parameter].after, not overlapping `from`
    /// @throws coppice::error for another shape, and for a parameter that the model does not have
    template <class Backend, element T>
    void gather(
        Backend& backend, int parameter, const std::type_identity_t<view<const T>>& from,
        const view<T>& to) const {
        const change& planned = change_at(parameter);
        require_shape(planned.parameter, "shape before removal", from.extents(), planned.before);
        require_shape(planned.parameter, "shape after removal", to.extents(), planned.after);
        backend.gather(from, planned.kept, to);
    }

    /// Moves what stays of a tensor to the front of its own memory, its axes in memory in the order
    /// in which they were. What lies behind it is left as it is.
    /// @param tensor  of shape changes()[parameter].before, without gaps in memory
    /// @return the smaller tensor
    /// @throws coppice::error for another shape, or gaps, and for a parameter that the model does
    ///         not have
    template <class Backend, element T>
    view<T> shrink(Backend& backend, int parameter, const view<T>& tensor) const {
        const change& planned = change_at(parameter);
        require_shape(planned.parameter, "shape before removal", tensor.extents(), planned.before);
        const std::vector<int> order = memory_order(tensor);
        shape strides = planned.after;
        index full = tensor.size();
        index small = planned.after.size();
        shape extents;
        shape left;
        std::vector<std::vector<index>> kept;
        for (const int axis : order) {
            full /= planned.before[axis];
            small /= planned.after[axis];
            strides[axis] = small;
            if (planned.before[axis] > 1 && tensor.strides()[axis] != full) {
                throw error(
                    planned.parameter, "stride of axis " + text(axis), text(tensor.strides()[axis]),
                    text(full) + ", without gaps in memory");
            }
            extents.push_back(planned.before[axis]);
            left.push_back(planned.after[axis]);
            kept.push_back(planned.kept[static_cast<std::size_t>(axis)]);
        }
        if (planned.after != planned.before) {
            in_memory_order(
                backend, view<const T>(tensor.data(), extents), kept, view<T>(tensor.data(), left));
        }
        return {tensor.data(), planned.after, strides};
    }

    [[nodiscard]] friend bool operator==(const plan&, const plan&) = default;

  private:
    [[nodiscard]] const change& change_at(int parameter) const {
        require_number("plan", "parameter", parameter, changes_.size());
        return changes_[static_cast<std::size_t>(parameter)];
    }

    static void require_shape(
        const std::string& where, const std::string& what, const shape& found,
        const shape& expected) {
        if (found != expected) {
            throw error(where, what, text(found), text(expected));
        }
    }

    /// Gathers into the memory that is read.
    template <class Backend, element T>
    static void in_memory_order(
        Backend& backend, const view<const T>& from, const std::vector<std::vector<index>>& kept,
        const view<T>& to) {
        if constexpr (requires { requires Backend::gathers_in_place; }) {
            backend.gather(from, kept, to);
        } else {
            auto memory = backend.template allocate<T>(to.size());
            backend.gather(from, kept, view<T>(memory.data(), to.extents()));
            backend.copy(whole(view<const T>(memory.data(), to.extents())), to.data());
        }
    }

    /// The axes from the one with the largest stride on; of equal strides, the first axis first.
    template <element T>
    [[nodiscard]] static std::vector<int> memory_order(const view<T>& tensor) {
        std::vector<int> axes;
        axes.reserve(static_cast<std::size_t>(tensor.rank()));
        for (int axis = 0; axis < tensor.rank(); ++axis) {
            axes.push_back(axis);
        }
        std::stable_sort(axes.begin(), axes.end(), [&](int a, int b) {
            return tensor.strides()[a] > tensor.strides()[b];
        });
        return axes;
    }

    static void check_list(const std::string& where, const std::vector<index>& kept, index extent) {
        for (std::size_t i = 0; i < kept.size(); ++i) {
            const index lowest = i == 0 ? 0 : kept[i - 1] + 1;
            if (kept[i] < lowest || kept[i] >= extent) {
                throw error(
                    where, "position that stays", text(kept[i]),
                    "in [" + text(lowest) + ", " + text(extent) + ")");
            }
        }
    }

    std::vector<change> changes_;
    metric::size before_;
    metric::size after_;
    std::vector<remainder> dimensions_;
    std::vector<note> notes_;
};

namespace detail {

/// What becomes of every dimension.
template <class Pruner>
[[nodiscard]] std::vector<remainder>
remainders(const model::structure& model, const Pruner& pruned) {
    std::vector<remainder> dimensions;
    for (int d = 0; d < model.couplings().dimensions(); ++d) {
        const index extent = model.couplings().extent({d});
        remainder left{extent, {}};
        for (index i = 0; i < extent; ++i) {
            const auto& leader = pruned.leaders().of(model, {d}, i);
            if (leader.layer >= 0) {
                const mask::const_view mask =
                    pruned.filter_masks()[static_cast<std::size_t>(leader.group)];
                if (mask.size > 0 && !mask[leader.filter]) {
                    continue;
                }
            }
            left.kept.push_back(i);
        }
        if (left.kept.empty()) {
            throw error(
                "plan", "number of positions left of dimension " + text(d), "0", "at least 1");
        }
        if (static_cast<index>(left.kept.size()) == extent) {
            left.kept.clear();
        }
        dimensions.push_back(std::move(left));
    }
    return dimensions;
}

/// What becomes of a parameter when its dimensions are cut.
template <element T>
[[nodiscard]] change
change_of(const model::parameter<T>& parameter, const std::vector<remainder>& dimensions) {
    const shape before = parameter.values.extents();
    change planned{parameter.name, before, before, {}};
    for (int a = 0; a < before.rank(); ++a) {
        const model::dimension of = parameter.axes[static_cast<std::size_t>(a)].of;
        planned.kept.push_back(
            of.coupled() ? dimensions[static_cast<std::size_t>(of.id)].kept : std::vector<index>{});
        if (!planned.kept.back().empty()) {
            planned.after[a] = static_cast<index>(planned.kept.back().size());
        }
    }
    return planned;
}

/// What a pruner leaves alone, and what came between.
template <class Pruner>
[[nodiscard]] std::vector<note> notes(const model::structure& model, const Pruner& pruned) {
    std::vector<note> all;
    for (const drive::kept_whole& whole : pruned.left_alone()) {
        all.push_back({model.layer_at(whole.layer).name, "left alone: " + whole.reason});
    }
    for (const drive::outcome& layer : pruned.outcomes()) {
        if (layer.pruned != layer.asked && layer.why != select::limit::none) {
            all.push_back(
                {model.layer_at(layer.layer).name,
                 "loses " + text(layer.pruned) + " of " + text(layer.groups) + ", not " +
                     text(layer.asked) + ": " + select::reason(layer.why)});
        }
    }
    return all;
}

} // namespace detail

template <element T>
void plan::check(const model::description<T>& model) const {
    const model::coupling& couplings = model.couplings();
    if (changes_.size() != model.parameters().size()) {
        throw error(
            "plan", "number of parameters", text(changes_.size()),
            text(model.parameters().size()) + ", as the model has");
    }
    if (static_cast<int>(dimensions_.size()) != couplings.dimensions()) {
        throw error(
            "plan", "number of dimensions", text(dimensions_.size()),
            text(couplings.dimensions()) + ", as the model has");
    }
    for (int d = 0; d < couplings.dimensions(); ++d) {
        const remainder& left = dimensions_[static_cast<std::size_t>(d)];
        const std::string where = "plan, dimension " + text(d);
        if (left.extent != couplings.extent({d})) {
            throw error(where, "extent", text(left.extent), text(couplings.extent({d})));
        }
        check_list(where, left.kept, left.extent);
    }
    metric::size before;
    metric::size after;
    const auto count = [&](metric::size& sum, const shape& extents, const auto& parameter) {
        const index elements = extents.size();
        sum.parameters += parameter.trained ? elements : 0;
        if (parameter.layer >= 0) {
            sum.weights += elements;
            sum.macs += elements * model.layer_at(parameter.layer).positions;
        }
    };
    for (std::size_t p = 0; p < changes_.size(); ++p) {
        const change& planned = changes_[p];
        const model::parameter<T>& parameter = model.parameters()[p];
        if (planned.parameter != parameter.name) {
            throw error("plan", "parameter " + text(p), planned.parameter, parameter.name);
        }
        const change expected = detail::change_of(parameter, dimensions_);
        count(before, expected.before, parameter);
        count(after, expected.after, parameter);
        require_shape(parameter.name, "shape before removal", planned.before, expected.before);
        require_shape(parameter.name, "shape after removal", planned.after, expected.after);
        if (planned.kept != expected.kept) {
            throw error(
                parameter.name, "what stays on its axes",
                "not what stays of the dimensions that they are connected to", "the same");
        }
    }
    const auto compare = [&](const std::string& what, index metric::size::*number) {
        if (before.*number != before_.*number || after.*number != after_.*number) {
            throw error(
                "plan", "numbers of " + what + " before and after",
                text(before_.*number) + " and " + text(after_.*number),
                text(before.*number) + " and " + text(after.*number) + ", as the shapes have");
        }
    };
    compare("parameters", &metric::size::parameters);
    compare("weights", &metric::size::weights);
    compare("multiply-accumulates", &metric::size::macs);
}

/// Plans the removal of everything that a pruner has cut from a model.
/// @param model   the description that the pruner was made of
/// @param pruned  a session's or a driver's pruner
/// @throws coppice::error for a description that the pruner was not made of
template <element T, class Recipe, class Backend>
[[nodiscard]] plan
make_plan(const model::description<T>& model, const drive::pruner<Recipe, T, Backend>& pruned) {
    static_assert(
        drive::pruner<Recipe, T, Backend>::of_filters,
        "Only whole filters can be physically removed: this recipe masks single weights, which "
        "leaves every tensor its shape. Compose a removable granularity such as "
        "coppice::granularity::filter{}.");
    if constexpr (drive::pruner<Recipe, T, Backend>::of_filters) {
        if (!pruned.leaders().fit(model)) {
            throw error(
                "plan", "model", "another than the pruner's",
                "the description that the pruner was made of");
        }
        std::vector<remainder> dimensions = detail::remainders(model, pruned);
        std::vector<change> changes;
        index parameters = 0;
        for (const auto& parameter : model.parameters()) {
            changes.push_back(detail::change_of(parameter, dimensions));
            parameters += parameter.trained ? changes.back().after.size() : 0;
        }
        if (parameters != pruned.size().parameters) {
            throw error(
                "plan", "number of parameters left", text(parameters),
                text(pruned.size().parameters) + ", as the pruner has counted of its own model");
        }
        return plan(
            std::move(changes), pruned.full_size(), pruned.size(), std::move(dimensions),
            detail::notes(model, pruned));
    }
}

} // namespace coppice::compact
