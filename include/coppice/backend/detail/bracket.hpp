#pragma once

#include "coppice/core/shape.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace coppice::backend::detail {

/// Bins into which the keys of a bracket are counted.
inline constexpr int bins_log2 = 11;
inline constexpr std::size_t bins = std::size_t{1} << bins_log2;

/// The keys in [first, end), of which there is at least one.
template <std::signed_integral Key>
struct bracket {
    using offset = std::make_unsigned_t<Key>; ///< of a key from the first

    Key first;
    Key end;

    [[nodiscard]] offset last_offset() const {
        return static_cast<offset>(static_cast<offset>(end) - static_cast<offset>(first) - 1U);
    }

    [[nodiscard]] bool single() const { return last_offset() == 0; }

    [[nodiscard]] friend bool operator==(const bracket&, const bracket&) = default;

    [[nodiscard]] offset offset_of(Key key) const {
        return static_cast<offset>(static_cast<offset>(key) - static_cast<offset>(first));
    }

    [[nodiscard]] Key at(offset from_first) const {
        return static_cast<Key>(static_cast<offset>(static_cast<offset>(first) + from_first));
    }

    /// By how many bits an offset is shifted to give the number of its bin.
    [[nodiscard]] int bin_shift() const {
        return std::max(0, static_cast<int>(std::bit_width(last_offset())) - bins_log2);
    }

    [[nodiscard]] bracket bin(std::size_t number) const {
        const int shift = bin_shift();
        const auto start = static_cast<offset>(static_cast<offset>(number) << shift);
        const auto rest = static_cast<offset>((std::uint64_t{1} << shift) - 1U);
        const auto last = std::min(static_cast<offset>(start | rest), last_offset());
        return {at(start), static_cast<Key>(at(last) + 1)};
    }
};

/// The bin in which the `rank`-th lowest (from 1) of all keys in bins lies; the last where there
/// are fewer.
[[nodiscard]] inline std::size_t bin_of_rank(std::span<const index, bins> counts, index rank) {
    std::size_t bin = 0;
    while (bin + 1 < bins && rank > counts[bin]) {
        rank -= counts[bin++];
    }
    return bin;
}

/// A small bracket, inside `within`, around the `rank`-th lowest (from 1) of the keys there; at its
/// end where there are fewer, because some of the keys are NaN.
template <std::signed_integral Key>
[[nodiscard]] bracket<Key>
around_rank(const Key* keys, index count, index rank, bracket<Key> within) {
    for (int round = 0; round < 2; ++round) {
        const int shift = within.bin_shift();
        const auto last = within.last_offset();
        std::array<std::uint32_t, bins> counts{};
        for (index i = 0; i < count; ++i) {
            const auto offset = within.offset_of(keys[i]);
            if (offset <= last) { // a key below the bracket has a large one
                ++counts[static_cast<std::size_t>(offset >> shift)];
            }
        }
        const auto last_bin = static_cast<std::size_t>(last >> shift);
        std::size_t number = 0;
        while (number < last_bin && rank > counts[number]) {
            rank -= counts[number++];
        }
        within = within.bin(number);
    }
    return within;
}

/// Where to cut the keys of a bracket, of which the lowest shall go: a key below which exactly
/// `rank` lie where the search meets one, which ends it, else the highest below which fewer lie.
/// @param below  how many keys are below one: in all, with those below the bracket
template <std::signed_integral Key, class Below>
[[nodiscard]] Key cut_at_rank(bracket<Key> within, index rank, Below below) {
    while (!within.single()) {
        const Key middle =
            within.at(static_cast<typename bracket<Key>::offset>(within.last_offset() / 2U + 1U));
        const index found = below(middle);
        if (found == rank) {
            return middle;
        }
        (found > rank ? within.end : within.first) = middle;
    }
    return within.first;
}

} // namespace coppice::backend::detail
