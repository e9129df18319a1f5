#pragma once

#include "coppice/backend/grid/entries.hpp"
#include "coppice/backend/grid/sums.hpp"

#include <bit>
#include <cstdint>

namespace coppice::backend::grid {

/// Writes the keys of scores, and whose they are.
struct number_scores {
    const double* scores;
    index count;
    std::uint64_t* keys;
    std::uint32_t* numbers;
    findings* found;

    template <class Block>
    constexpr void operator()(Block& block) const {
        block.each_warp([&](const auto& warp) {
            for_own(block, warp, count, [&](index g) {
                keys[g] = wide_keys::of(scores[g]);
                numbers[g] = static_cast<std::uint32_t>(g);
                if (keys[g] == wide_keys::not_a_number) {
                    warp.add(&found->faults, index{1});
                }
            });
        });
    }
};

/// Makes of sorted keys the sums of the scores from each up, within its chunk: from the last one
/// down, a lane a chunk.
struct sum_from_last {
    const std::uint64_t* keys;
    index count;
    double* sums;

    template <class Block>
    constexpr void operator()(Block& block) const {
        block.each_warp([&](const auto& warp) {
            for_own(block, warp, chunks(count), [&](index chunk) {
                const index begin = chunk * score::chunk;
                double sum = 0;
                for (index i = begin; i < begin + score::chunk && i < count; ++i) {
                    sum += wide_keys::score(keys[count - 1 - i]);
                    sums[count - 1 - i] = sum;
                }
            });
        });
    }
};

/// Writes what the chunks before each, but for the first, sum up to. Runs in a single block.
struct sum_chunks_before {
    const double* sums;
    index count;
    double* before; ///< of the second chunk, and on

    template <class Block>
    constexpr void operator()(Block& block) const {
        block.each_warp([&](const auto& warp) {
            if (warp.number() == 0) {
                add_up(warp);
            }
        });
    }

  private:
    /// In the order of the chunks, which are read and written many at a time.
    template <class Warp>
    constexpr void add_up(const Warp& warp) const {
        const index all = chunks(count);
        double sum = 0;
        for (index first = 1; first < all; first += lanes) {
            const auto read = warp.each([&](int lane) {
                const index chunk = first + lane;
                return chunk < all ? sums[count - chunk * score::chunk] : 0.0;
            });
            auto up_to = warp.each([](int) { return 0.0; });
            for (int other = 0; other < lanes; ++other) {
                sum += warp.same(read, other);
                warp.each([&](int lane) { up_to[lane] = lane == other ? sum : up_to[lane]; });
            }
            warp.each([&](int lane) {
                if (first + lane < all) {
                    before[first + lane - 1] = up_to[lane];
                }
            });
        }
    }
};

/// Turns sorted keys into scores divided by their sums, or, if one is no number, into scores.
struct divide_sorted {
    std::uint64_t* keys;
    const double* sums;
    const double* before;
    index count;
    const findings* found;

    template <class Block>
    constexpr void operator()(Block& block) const {
        const bool numbers = found->faults == 0;
        block.each_warp([&](const auto& warp) {
            for_own(block, warp, count, [&](index i) {
                const index chunk = (count - 1 - i) / score::chunk;
                const double rest = (chunk > 0 ? before[chunk - 1] : 0.0) + sums[i];
                double result = wide_keys::score(keys[i]);
                if (numbers) {
                    result = rest == 0 ? 0.0 : result / rest;
                }
                keys[i] = std::bit_cast<std::uint64_t>(result);
            });
        });
    }
};

/// Writes sorted numbers to where they belong.
struct scatter_sorted {
    const std::uint64_t* results;
    const std::uint32_t* numbers;
    index count;
    double* scores;

    template <class Block>
    constexpr void operator()(Block& block) const {
        block.each_warp([&](const auto& warp) {
            for_own(block, warp, count, [&](index i) {
                scores[numbers[i]] = std::bit_cast<double>(results[i]);
            });
        });
    }
};

} // namespace coppice::backend::grid
