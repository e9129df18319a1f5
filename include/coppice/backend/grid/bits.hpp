#pragma once

#include <bit>
#include <cstdint>

/// What bodies need of <bit>. On a device nvcc has std::popcount, std::countl_zero and
/// std::bit_width of 32 bits only: of those of 64 bits, and of std::countr_zero, it makes constants
/// without a word.
namespace coppice::backend::grid {

/// How many bits are set.
[[nodiscard]] constexpr int set_bits(std::uint32_t bits) {
    return std::popcount(bits);
}

[[nodiscard]] constexpr int set_bits(std::uint64_t bits) {
    return std::popcount(static_cast<std::uint32_t>(bits)) +
           std::popcount(static_cast<std::uint32_t>(bits >> 32U));
}

/// One more than the number of the highest bit that is set; 0 where none is.
[[nodiscard]] constexpr int width(std::uint64_t bits) {
    const auto high = static_cast<std::uint32_t>(bits >> 32U);
    return high != 0 ? 64 - std::countl_zero(high)
                     : 32 - std::countl_zero(static_cast<std::uint32_t>(bits));
}

/// The lowest bit that is set, from 0. There is one.
[[nodiscard]] constexpr int lowest_set(std::uint32_t bits) {
    return std::popcount((bits & (0 - bits)) - 1);
}

} // namespace coppice::backend::grid
