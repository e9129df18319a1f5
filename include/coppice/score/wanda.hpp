#pragma once

#include "coppice/core/math.hpp"
#include "coppice/score/concept.hpp"
#include "coppice/score/product.hpp"

namespace coppice::score {

/// Weights and activations: sum |w| n, n being the L2 norm, over a calibration set, of the input
/// that w is multiplied with. Sun et al., "A Simple and Effective Pruning Approach for Large
/// Language Models", ICLR 2024.
///
/// Reads one further tensor, the norms, of the weight's shape: a view of one number an input, with
/// stride 0 along all other axes, will do.
struct wanda {
    using role = coppice::role::score;

    template <element T, element N>
    [[nodiscard]] constexpr double accumulate(double sum, T weight, N norm) const {
        return math::fma(magnitude(weight), static_cast<double>(norm), sum);
    }

    [[nodiscard]] constexpr double finish(double sum, index /*members*/) const { return sum; }
};

} // namespace coppice::score
