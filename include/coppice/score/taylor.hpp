#pragma once

#include "coppice/score/concept.hpp"
#include "coppice/score/product.hpp"

namespace coppice::score {

/// First-order change of the loss when a group goes: |sum w g|, g being the loss's gradient in w.
/// Molchanov et al., "Importance Estimation for Neural Network Pruning", CVPR 2019 (its square has
/// the same order).
///
/// Reads one further tensor, the gradient, of the weight's shape.
struct taylor {
    using role = coppice::role::score;

    template <element T, element G>
    [[nodiscard]] constexpr double accumulate(double sum, T weight, G gradient) const {
        return plus_product(sum, weight, gradient);
    }

    [[nodiscard]] constexpr double finish(double sum, index /*members*/) const {
        return magnitude(sum);
    }
};

} // namespace coppice::score
