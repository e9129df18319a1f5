#pragma once

#include "coppice/core/error.hpp"
#include "coppice/core/math.hpp"
#include "coppice/drive/pruner.hpp"
#include "coppice/model/description.hpp"
#include "coppice/score/detail/squared_distance.hpp"

#include <cstddef>
#include <span>
#include <type_traits>

namespace coppice::drive {

/// Stability to pruning: how far training after pruning has led from where training without it did,
///
///     || m W_T^r - m W_T^0 ||_2
///
/// over the weights of all layers, m being the pruner's masks, W_T^r the weights now and W_T^0
/// those at the end of the original training; lower is more stable. Frankle et al., "Stabilizing
/// the Lottery Ticket Hypothesis", 2019; Zhao, Jain, Zhao, Figure 6. Reads the weights as they are:
/// what the masks have zeroed (`pruner::apply`) adds nothing.
/// @param model     of the pruner
/// @param original  by layer, weights of the shapes of the model's, in the backend's memory
/// @throws coppice::error for another number of layers, or another shape
template <class Recipe, element T, class Backend>
[[nodiscard]] double stability(
    pruner<Recipe, T, Backend>& pruned, const model::description<T>& model,
    std::span<const std::type_identity_t<view<const T>>> original) {
    if (original.size() != model.layers().size()) {
        throw error(
            "stability", "number of layers in the original weights", text(original.size()),
            text(model.layers().size()));
    }
    Backend& backend = pruned.backend();
    double sum = 0;
    for (std::size_t at = 0; at < original.size(); ++at) {
        const int layer = static_cast<int>(at);
        const view<T> now = model.weight(layer).values;
        if (original[at].extents() != now.extents()) {
            throw error(
                model.layer_at(layer).name, "shape of the original weight",
                text(original[at].extents()), text(now.extents()));
        }
        auto memory = backend.template allocate<T>(now.size());
        const view<T> then(memory.data(), now.extents());
        backend.copy(whole(original[at]), memory.data());
        if (const mask::const_view mask = pruned.mask(layer); mask.size > 0) {
            backend.apply(mask, pruned.cut(then));
        } else if constexpr (pruner<Recipe, T, Backend>::of_filters) {
            for (const model::led_run& run :
                 model::find_runs(model, pruned.leaders(), model.layer_at(layer).output)) {
                if (const mask::const_view of = pruned.group_mask(run.group); of.size > 0) {
                    backend.apply(of, slices(then, 0, run.first, of.size, run.repeat(of.size)));
                }
            }
        }
        sum += backend.total(
            score::detail::squared_distance{}, whole(now).read_only(), whole(then).read_only());
    }
    return math::sqrt(sum);
}

} // namespace coppice::drive
