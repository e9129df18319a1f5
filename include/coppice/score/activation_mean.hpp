#pragma once

#include "coppice/score/concept.hpp"

namespace coppice::score {

/// What a channel puts out, added up: sum a. Divided by the number of values it is the mean
/// activation by which IAP prunes (Zhao et al., "Iterative Activation-based Structured Pruning"),
/// which asks for an activation that is never negative.
///
/// Scores outputs, not weights: see coppice/toolbox/activations.hpp.
struct activation_mean {
    using role = coppice::role::score;

    template <element T>
    [[nodiscard]] constexpr double accumulate(double sum, T activation) const {
        return sum + static_cast<double>(activation);
    }

    [[nodiscard]] constexpr double finish(double sum, index /*members*/) const { return sum; }
};

} // namespace coppice::score
