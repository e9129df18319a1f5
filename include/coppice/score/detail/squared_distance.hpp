#pragma once

#include "coppice/core/element.hpp"
#include "coppice/core/math.hpp"
#include "coppice/core/role.hpp"
#include "coppice/core/shape.hpp"

namespace coppice::score::detail {

/// sum (a - b)^2
struct squared_distance {
    using role = coppice::role::score;

    template <element T>
    [[nodiscard]] constexpr double accumulate(double sum, T a, T b) const {
        const double apart = static_cast<double>(a) - static_cast<double>(b);
        return math::fma(apart, apart, sum);
    }
    [[nodiscard]] constexpr double finish(double sum, index /*members*/) const { return sum; }
};

} // namespace coppice::score::detail
