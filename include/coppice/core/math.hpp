#pragma once

#include <concepts>

#if defined(__GNUC__) && !defined(__CUDACC__)
#define COPPICE_MATH(name) __builtin_##name
#else
#include <cmath>
#define COPPICE_MATH(name) std::name
#endif

/// What the library needs of <cmath>, under the same names and with the same results, for doubles.
///
/// All are constexpr, so that a policy's functions can be too and a device can call them: they are
/// templates because a template may be although what it calls is not. Where the compiler knows
/// these functions by itself, <cmath> is left out: its special functions alone (Bessel, Legendre,
/// ...) would be a tenth of what coppice.hpp takes to compile.
namespace coppice::math {

/// Whether x is neither infinite nor NaN.
template <std::same_as<double> Number>
[[nodiscard]] constexpr bool isfinite(Number x) {
    return COPPICE_MATH(isfinite)(x);
}

template <std::same_as<double> Number>
[[nodiscard]] constexpr bool isnan(Number x) {
    return COPPICE_MATH(isnan)(x);
}

/// |x|, without a branch.
template <std::same_as<double> Number>
[[nodiscard]] constexpr double fabs(Number x) {
    return COPPICE_MATH(fabs)(x);
}

/// The largest integer that is not above x.
template <std::same_as<double> Number>
[[nodiscard]] constexpr double floor(Number x) {
    return COPPICE_MATH(floor)(x);
}

/// The smallest integer that is not below x.
template <std::same_as<double> Number>
[[nodiscard]] constexpr double ceil(Number x) {
    return COPPICE_MATH(ceil)(x);
}

/// x * y + z, rounded once.
template <std::same_as<double> Number>
[[nodiscard]] constexpr double fma(Number x, Number y, Number z) {
    return COPPICE_MATH(fma)(x, y, z);
}

template <std::same_as<double> Number>
[[nodiscard]] constexpr double sqrt(Number x) {
    return COPPICE_MATH(sqrt)(x);
}

template <std::same_as<double> Number>
[[nodiscard]] constexpr double pow(Number base, Number exponent) {
    return COPPICE_MATH(pow)(base, exponent);
}

template <std::same_as<double> Number>
[[nodiscard]] constexpr double exp(Number x) {
    return COPPICE_MATH(exp)(x);
}

/// The natural logarithm.
template <std::same_as<double> Number>
[[nodiscard]] constexpr double log(Number x) {
    return COPPICE_MATH(log)(x);
}

/// log(1 + x), also where x is so small that 1 + x is 1.
template <std::same_as<double> Number>
[[nodiscard]] constexpr double log1p(Number x) {
    return COPPICE_MATH(log1p)(x);
}

/// Of an angle in radians.
template <std::same_as<double> Number>
[[nodiscard]] constexpr double cos(Number x) {
    return COPPICE_MATH(cos)(x);
}

} // namespace coppice::math

#undef COPPICE_MATH
