#pragma once

#include "coppice/core/view.hpp"
#include "coppice/drive/pruner.hpp"
#include "coppice/metric/census.hpp"

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
};

/// Which positions of every parameter stay when the pruned filters are physically removed: the
/// filters, their biases and normalisation, and the inputs of the layers that read them. The plan
/// holds no memory of the host's; it is carried out tensor by tensor with `gather`.
class plan {
  public:
    plan(std::vector<change> changes, metric::size before, metric::size after)
        : changes_(std::move(changes)), before_(before), after_(after) {}

    /// One entry a parameter, in the order of the model's description.
    [[nodiscard]] const std::vector<change>& changes() const { return changes_; }

    [[nodiscard]] const metric::size& before() const { return before_; }
    [[nodiscard]] const metric::size& after() const { return after_; }

    /// Copies what stays of a tensor into a smaller one. The tensor is the parameter itself or
    /// anything of its shape that goes with it, such as a slot of the optimiser.
    /// @param parameter  its number in the model's description
    /// @param from       of shape changes()[parameter].before
    /// @param to         of shape changes()[parameter].after, not overlapping `from`
    /// @throws coppice::error for another shape
    template <class Backend, element T>
    void gather(
        Backend& backend, int parameter, const std::type_identity_t<view<const T>>& from,
        const view<T>& to) const {
        const change& planned = changes_.at(static_cast<std::size_t>(parameter));
        require_shape(planned.parameter, "shape before removal", from.extents(), planned.before);
        require_shape(planned.parameter, "shape after removal", to.extents(), planned.after);
        backend.gather(from, planned.kept, to);
    }

  private:
    static void require_shape(
        const std::string& where, const std::string& what, const shape& found,
        const shape& expected) {
        if (found != expected) {
            throw error(where, what, text(found), text(expected));
        }
    }

    std::vector<change> changes_;
    metric::size before_;
    metric::size after_;
};

/// Plans the removal of everything that a pruner has cut from a model.
/// @param model   the description that the pruner was made of
/// @param pruned  a session's or a driver's pruner
template <element T, class Recipe, class Backend>
[[nodiscard]] plan
make_plan(const model::description<T>& model, const drive::pruner<Recipe, T, Backend>& pruned) {
    static_assert(
        drive::pruner<Recipe, T, Backend>::of_filters,
        "Only whole filters can be physically removed: this recipe masks single weights, which "
        "leaves every tensor its shape. Compose a removable granularity such as "
        "coppice::granularity::filter{}.");
    if constexpr (drive::pruner<Recipe, T, Backend>::of_filters) {
        std::vector<change> changes;
        for (const auto& parameter : model.parameters()) {
            const shape before = parameter.values.extents();
            change planned{parameter.name, before, before, {}};
            for (int a = 0; a < before.rank(); ++a) {
                const model::dimension of = parameter.axes[static_cast<std::size_t>(a)].of;
                std::vector<index> kept;
                for (index i = 0; of.coupled() && i < before[a]; ++i) {
                    const auto& leader = pruned.leaders().of(model, of, i);
                    const bool stays =
                        leader.layer < 0 ||
                        pruned
                            .filter_masks()[static_cast<std::size_t>(leader.layer)][leader.filter];
                    if (stays) {
                        kept.push_back(i);
                    }
                }
                if (of.coupled()) {
                    planned.after[a] = static_cast<index>(kept.size());
                }
                if (planned.after[a] == before[a]) {
                    kept.clear();
                }
                planned.kept.push_back(std::move(kept));
            }
            changes.push_back(std::move(planned));
        }
        index parameters = 0;
        for (std::size_t p = 0; p < changes.size(); ++p) {
            parameters += model.parameters()[p].trained ? changes[p].after.size() : 0;
        }
        if (parameters != pruned.size().parameters) {
            throw error(
                "plan", "number of parameters left", text(parameters),
                text(pruned.size().parameters) + ", as the pruner has counted of its own model");
        }
        return plan(std::move(changes), pruned.full_size(), pruned.size());
    }
}

} // namespace coppice::compact
