#pragma once

#include "coppice/score/concept.hpp"

namespace coppice::score {

/// How many of a channel's outputs are not zero. Divided by the number of values it is
/// 1 - APoZ, the average percentage of zeros: the channel that is silent most often goes first. Hu
/// et al., "Network Trimming: A Data-Driven Neuron Pruning Approach towards Efficient Deep
/// Architectures", 2016.
///
/// In a recipe the host shows outputs (drive/trainer.hpp) and the policy divides. By itself it adds
/// up, and coppice::activations divides (toolbox/activations.hpp).
struct apoz {
    using role = coppice::role::score;
    static constexpr bool of_outputs = true;

    [[nodiscard]] constexpr index divisor(index /*images*/, index values) const { return values; }

    template <element T>
    [[nodiscard]] constexpr double accumulate(double sum, T activation) const {
        const auto a = static_cast<double>(activation);
        return a == a ? sum + (a != 0 ? 1.0 : 0.0) : a; // NaN stays NaN
    }

    [[nodiscard]] constexpr double finish(double sum, index /*members*/) const { return sum; }
};

} // namespace coppice::score
