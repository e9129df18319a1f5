#pragma once

#include "coppice/backend/detail/chunks.hpp"
#include "coppice/core/shape.hpp"
#include "coppice/select/candidate.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

namespace coppice::backend::detail {

/// A number's bits, mixed.
[[nodiscard]] constexpr std::uint64_t mixed(std::uint64_t number) {
    number = (number + 1) * 0x9E3779B97F4A7C15U;
    return (number ^ (number >> 32U)) * 0xD6E8FEB86659FD93U;
}

/// Runs of neighbouring groups, one in each of `runs` equal parts of `groups` groups.
struct sampling {
    static constexpr index run_length = 4;

    index groups = 0;
    index runs = 0;

    [[nodiscard]] constexpr index size() const { return runs * run_length; }

    /// The number of runs before a group.
    [[nodiscard]] constexpr index runs_before(index group) const {
        index low = 0;
        for (index high = runs; low < high;) {
            const index middle = low + (high - low) / 2;
            if (first_group(middle) < group) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// The first group of a run, at a place in its part that no pattern of the weights repeats.
    [[nodiscard]] constexpr index first_group(index run) const {
        const double place =
            static_cast<double>(mixed(static_cast<std::uint64_t>(run)) >> 11U) * 0x1p-53;
        const double part = static_cast<double>(groups) / static_cast<double>(runs);
        return std::min(static_cast<index>((static_cast<double>(run) + place) * part), groups - 1);
    }
};

/// Writes the keys of a sample of those tensors that take part; groups that are pruned already have
/// the lowest key.
template <class Reader, score::source Source, class TakesPart>
void take_sample(
    std::span<const select::candidate<Source>> tensors, TakesPart takes_part, const sampling& of,
    typename Reader::key* out) {
    using key = typename Reader::key;
    constexpr index at_once = 4096; // runs that are worth a thread's while
    constexpr index ahead = 16;     // runs asked of memory before they are read
    for_each_chunk((of.runs + at_once - 1) / at_once, [&](index chunk) {
        index run = chunk * at_once;
        const index end = std::min(run + at_once, of.runs);
        index before = 0; // groups in the tensors before
        for (std::size_t t = 0; t < tensors.size() && run < end; ++t) {
            if (!takes_part(t)) {
                continue;
            }
            const mask::view mask = tensors[t].mask;
            const Reader scores(tensors[t].scores);
            for (; run < end && of.first_group(run) < before + mask.size; ++run) {
                const index begin = of.first_group(run) - before;
                scores.prefetch_one(of.first_group(run + ahead) - before);
                key* const keys = out + run * sampling::run_length;
                const index length = std::min(sampling::run_length, mask.size - begin);
                scores.read(begin, length, keys);
                for (index i = 0; i < length; ++i) {
                    keys[i] = mask[begin + i] ? keys[i] : std::numeric_limits<key>::min();
                }
                std::fill(keys + length, keys + sampling::run_length, keys[length - 1]);
            }
            before += mask.size;
        }
    });
}

} // namespace coppice::backend::detail
