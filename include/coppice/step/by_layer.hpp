#pragma once

#include "coppice/core/count.hpp"
#include "coppice/core/require.hpp"
#include "coppice/step/block.hpp"
#include "coppice/step/concept.hpp"
#include "coppice/step/layer.hpp"
#include "coppice/step/model.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace coppice::step {

/// What one step of `by_layer` covers.
enum class cover : unsigned char {
    model, ///< all layers, in a single step
    block, ///< a block a step, as step::block has it
    layer  ///< a layer a step, as step::layer has it
};

/// A ratio for each layer: of the m groups that layer l has left, min(ceil(ratios[l] m), m - 1) go,
/// so that none is ever emptied. The ratios may come of a sensitivity scan: drive::ratios_within.
struct by_layer {
    using role = coppice::role::step;

    std::vector<double> ratios = {}; ///< of the model's layers, in [0, 1]; at 0 nothing goes
    cover one_step = cover::model;   ///< what a step covers

    void validate() const {
        for (std::size_t layer = 0; layer < ratios.size(); ++layer) {
            require(
                ratios[layer] >= 0 && ratios[layer] <= 1, "step::by_layer",
                "ratio of layer " + text(layer), ratios[layer], "in [0, 1]");
        }
    }

    /// @throws coppice::error unless there is a ratio for every layer
    [[nodiscard]] index steps(const coppice::model::structure& whole) const {
        if (ratios.size() != whole.layers().size()) {
            throw error(
                "step::by_layer", "number of ratios", text(ratios.size()),
                text(whole.layers().size()) + ", one for each layer of the model");
        }
        return as_covered([&](const auto& covers) { return covers.steps(whole); });
    }

    [[nodiscard]] std::vector<int>
    layers(const coppice::model::structure& whole, index step) const {
        return as_covered([&](const auto& covers) { return covers.layers(whole, step); });
    }

    [[nodiscard]] std::string name(const coppice::model::structure& whole, index step) const {
        return as_covered([&](const auto& covers) { return covers.name(whole, step); });
    }

    [[nodiscard]] index
    count(const coppice::model::structure& /*whole*/, index /*step*/, int layer, index left) const {
        return ceil_share_but_one(ratios[static_cast<std::size_t>(layer)], left);
    }

  private:
    template <class Ask>
    [[nodiscard]] auto as_covered(Ask ask) const -> decltype(ask(model{})) {
        switch (one_step) {
        case cover::block:
            return ask(block{});
        case cover::layer:
            return ask(layer{});
        case cover::model:
            break;
        }
        return ask(model{});
    }
};

} // namespace coppice::step
