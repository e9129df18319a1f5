#pragma once

#include "coppice/score/concept.hpp"
#include "coppice/score/product.hpp"

namespace coppice::score {

/// What batch normalisation multiplies a filter's output with: |scale|. Liu et al., "Learning
/// Efficient Convolutional Networks through Network Slimming", ICCV 2017. To mean something, the
/// scales have been trained with an L1 penalty.
///
/// In a recipe it reads the scale of the batch, instance or group normalisation that follows each
/// filter, and layers without one are left alone.
/// As a free function it scores the scale itself, as single weights.
struct bn_scale {
    using role = coppice::role::score;
    static constexpr bool of_scales = true;
    template <class T>
    static constexpr bool in_order_of_magnitude = true;

    [[nodiscard]] constexpr double accumulate(double sum, element auto scale) const {
        return sum + magnitude(scale);
    }

    [[nodiscard]] constexpr double finish(double sum, index /*members*/) const { return sum; }
};

} // namespace coppice::score
