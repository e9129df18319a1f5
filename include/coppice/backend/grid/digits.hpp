#pragma once

#include "coppice/core/shape.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>

namespace coppice::backend::grid {

/// A number is decided digit by digit, from its highest bits down.
inline constexpr int digit_bits = 11;
inline constexpr int bins = 1 << digit_bits; ///< values of a digit

/// One digit of numbers of so many bits.
struct digit {
    int top = 0;   ///< the digits before are those from this bit up
    int shift = 0; ///< its own lowest bit

    [[nodiscard]] constexpr int width() const { return top - shift; }

    /// What `digit_in_bracket` finds out on the grid, this knows: itself, and that numbers count
    /// from 0.
    [[nodiscard]] constexpr digit known() const { return *this; }
    [[nodiscard]] static constexpr std::uint64_t counted(std::uint64_t number) { return number; }

    /// Whether a number has these digits before.
    [[nodiscard]] constexpr bool follows(std::uint64_t number, std::uint64_t before) const {
        return top >= 64 || number >> top == before;
    }

    [[nodiscard]] constexpr int of(std::uint64_t number) const {
        return static_cast<int>(number >> shift & ((std::uint64_t{1} << width()) - 1));
    }
};

/// How many digits a number of so many bits has.
[[nodiscard]] constexpr int digits(int bits) {
    return (bits + digit_bits - 1) / digit_bits;
}

/// Of no bits, past the last.
[[nodiscard]] constexpr digit digit_of(int bits, int level) {
    const int top = std::max(0, bits - level * digit_bits);
    return {top, std::max(0, top - digit_bits)};
}

/// The bits of numbers in [0, count). For the host: see bits.hpp.
[[nodiscard]] constexpr int bits_of_places(index count) {
    return std::max(1, static_cast<int>(std::bit_width(static_cast<std::uint64_t>(count - 1))));
}

/// The last bin before which less than `rank` (from 1) is counted, or else the first.
/// @param before  before(bin): what is counted in the bins before it, which rises
template <class Before>
[[nodiscard]] constexpr int bin_of_rank(index rank, const Before& before) {
    int low = 0;
    for (int width = bins / 2; width > 0; width /= 2) {
        low += before(low + width) < rank ? width : 0;
    }
    return low;
}

} // namespace coppice::backend::grid
