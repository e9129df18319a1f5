#pragma once

#include "coppice/score/concept.hpp"

namespace coppice::score {

/// What a sum of outputs is divided by.
enum class average : unsigned char {
    values, ///< images times the positions of one
    images, ///< images alone, as the paper prints it
};

/// What a channel puts out on average: sum a / (b h w), over a batch of b images, for dense layers
/// sum a / b. The score of IAP and AIAP, Zhao et al., "Iterative Activation-based Structured
/// Pruning", which asks for an activation that is never negative.
///
/// In a recipe the host shows outputs (drive/trainer.hpp) and the policy divides. By itself it adds
/// up, and coppice::activations divides (toolbox/activations.hpp).
struct activation_mean {
    using role = coppice::role::score;
    static constexpr bool of_outputs = true;
    static constexpr bool of_non_negative = true;

    average over = average::values;

    [[nodiscard]] constexpr index divisor(index images, index values) const {
        return over == average::values ? values : images;
    }

    template <element T>
    [[nodiscard]] constexpr double accumulate(double sum, T activation) const {
        return sum + static_cast<double>(activation);
    }

    [[nodiscard]] constexpr double finish(double sum, index /*members*/) const { return sum; }
};

} // namespace coppice::score
