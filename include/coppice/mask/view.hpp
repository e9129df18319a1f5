#pragma once

#include "coppice/core/shape.hpp"

#include <cstdint>
#include <type_traits>

/// Masks: one bit a group, set while the group is kept.
namespace coppice::mask {

using word = std::uint64_t;

inline constexpr index bits_per_word = 64;

/// How many words hold a mask of `groups` bits.
[[nodiscard]] constexpr index words(index groups) noexcept {
    return (groups + bits_per_word - 1) / bits_per_word;
}

/// A mask in somebody's memory, host's or device's. Bits past `size` in the last word are zero.
template <class Word>
    requires std::is_same_v<std::remove_const_t<Word>, word>
struct basic_view {
    Word* words = nullptr;
    index size = 0; ///< groups

    /// Whether group `g` is kept. For masks that the CPU may read.
    [[nodiscard]] constexpr bool operator[](index g) const noexcept {
        return (words[g / bits_per_word] >> (g % bits_per_word) & 1U) != 0;
    }

    /// What may be written may also be read.
    template <class Read>
        requires std::is_same_v<Read, const Word>
    [[nodiscard]] constexpr
    operator basic_view<Read>() const noexcept { // NOLINT(google-explicit-constructor)
        return {words, size};
    }
};

using view = basic_view<word>;
using const_view = basic_view<const word>;

} // namespace coppice::mask
