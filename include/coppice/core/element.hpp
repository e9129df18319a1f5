#pragma once

#include <bit>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace coppice {

/// Whether a tensor of `T` can be pruned. A host's own number type joins by specialising this: it
/// needs an exact conversion to double, a construction from 0 and copies.
template <class T>
inline constexpr bool is_element = std::is_same_v<T, float> || std::is_same_v<T, double>;

/// The bits of infinity, for element types whose bits are a sign, then an exponent and a mantissa,
/// as IEEE 754 has them: without their signs such numbers have the order of their bits. 0 for other
/// types. A host's own number type joins by specialising this.
template <class T>
inline constexpr std::int16_t infinity_bits = 0;

template <>
inline constexpr std::int32_t
    infinity_bits<float> = std::bit_cast<std::int32_t>(std::numeric_limits<float>::infinity());

template <>
inline constexpr std::int64_t
    infinity_bits<double> = std::bit_cast<std::int64_t>(std::numeric_limits<double>::infinity());

/// The numbers that weights are made of: float, double, and what `is_element` is specialised for.
template <class T>
concept element = is_element<std::remove_const_t<T>>;

} // namespace coppice
