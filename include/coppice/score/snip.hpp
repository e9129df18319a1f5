#pragma once

#include "coppice/core/math.hpp"
#include "coppice/score/concept.hpp"
#include "coppice/score/product.hpp"

namespace coppice::score {

/// Connection sensitivity: sum |w g|, g being the loss's gradient in w on one batch. Lee et al.,
/// "SNIP: Single-shot Network Pruning based on Connection Sensitivity", ICLR 2019, without its
/// division by the sum over the network, which does not change the order. Over a group the
/// sensitivities add up, without cancelling.
///
/// Reads one further tensor, the gradient, of the weight's shape.
struct snip {
    using role = coppice::role::score;

    template <element T, element G>
    [[nodiscard]] constexpr double accumulate(double sum, T weight, G gradient) const {
        return math::fma(magnitude(weight), magnitude(gradient), sum);
    }

    [[nodiscard]] constexpr double finish(double sum, index /*members*/) const { return sum; }
};

} // namespace coppice::score
