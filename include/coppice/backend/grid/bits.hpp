#pragma once

#include <bit>
#include <cstdint>

/// What bodies need of <bit>. nvcc has no std::countr_zero on a device, nor a std::popcount of 64
/// bits: it makes constants of them, 32 and 0, without a word.
namespace coppice::backend::grid {

/// How many bits are set.
[[nodiscard]] constexpr int set_bits(std::uint32_t bits) {
    return std::popcount(bits);
}

[[nodiscard]] constexpr int set_bits(std::uint64_t bits) {
    return std::popcount(static_cast<std::uint32_t>(bits)) +
           std::popcount(static_cast<std::uint32_t>(bits >> 32U));
}

/// The lowest bit that is set, from 0. There is one.
[[nodiscard]] constexpr int lowest_set(std::uint32_t bits) {
    return std::popcount((bits & (0 - bits)) - 1);
}

} // namespace coppice::backend::grid
