#pragma once

#include "coppice/core/element.hpp"
#include "coppice/core/math.hpp"

#include <type_traits>

namespace coppice::score {

/// |x| as a double.
[[nodiscard]] constexpr double magnitude(element auto x) {
    const auto value = static_cast<double>(x);
    if (std::is_constant_evaluated()) {
        return value < 0 ? -value : value;
    }
    return math::fabs(value); // without a branch
}

/// sum + a * b, rounded once however it is compiled: products of numbers shorter than double are
/// exact, so that a fused operation changes nothing.
template <element A, element B>
[[nodiscard]] constexpr double plus_product(double sum, A a, B b) {
    if constexpr (sizeof(A) < sizeof(double) && sizeof(B) < sizeof(double)) {
        return sum + static_cast<double>(a) * static_cast<double>(b);
    } else {
        return math::fma(static_cast<double>(a), static_cast<double>(b), sum);
    }
}

} // namespace coppice::score
