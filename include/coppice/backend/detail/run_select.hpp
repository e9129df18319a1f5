#pragma once

#include "coppice/backend/detail/bits_below.hpp"
#include "coppice/backend/detail/chunks.hpp"
#include "coppice/backend/detail/keys.hpp"
#include "coppice/mask/view.hpp"
#include "coppice/select/candidate.hpp"
#include "coppice/select/runs.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace coppice::backend::detail {

/// Keeps the highest scores of every run of groups. Works on 64 runs side by side, each group
/// counting how many of its run are lower; needs no workspace.
template <score::source Source>
class run_select {
  public:
    run_select(const select::candidate<Source>& tensor, const select::runs& pattern)
        : tensor_(tensor), pattern_(pattern), scores_(tensor.scores) {}

    /// @return false if a score is NaN; the mask is then spoilt
    [[nodiscard]] bool run() const {
        std::atomic<bool> numbers = true;
        const index tile = pattern_.of * pattern_.inner; // whole runs, side by side
        const index at_once = mask::bits_per_word * tile * (1 + least_at_once / (64 * tile));
        for_each_chunk((tensor_.mask.size + at_once - 1) / at_once, [&](index chunk) {
            const index begin = chunk * at_once; // at the beginning of a mask's word
            if (!prune(begin, std::min(begin + at_once, tensor_.mask.size))) {
                numbers = false;
            }
        });
        return numbers;
    }

  private:
    using reader = keys_of<Source>;
    using key = typename reader::key;
    using verdict = std::int16_t; ///< below 0 for a group that goes

    static constexpr index side_by_side = 64; ///< runs
    static constexpr index most_in_run = 64;
    static constexpr index least_at_once = 16384; ///< groups that are worth a thread's while
    static constexpr index groups_ahead = 1024;   ///< asked of memory before they are read

    /// The keys of up to 64 runs: those of their first groups, then those of their second ones, ...
    using turned_keys = std::array<key, static_cast<std::size_t>(most_in_run* side_by_side)>;

    /// Prunes whole tiles.
    [[nodiscard]] bool prune(index begin, index end) const {
        const index tile = pattern_.of * pattern_.inner;
        if (pattern_.inner == 1 && pattern_.of == 2) {
            return prune_adjacent<2>(begin, end);
        }
        if (pattern_.inner == 1 && pattern_.of == 4) {
            return prune_adjacent<4>(begin, end);
        }
        if (pattern_.inner == 1 && pattern_.of == 8) {
            return prune_adjacent<8>(begin, end);
        }
        bool numbers = true;
        const index at_once = std::max<index>(1, side_by_side / pattern_.inner) * tile;
        for (index first = begin; first < end; first += at_once) {
            const index groups = std::min(at_once, end - first);
            numbers = (pattern_.inner <= side_by_side ? prune_tiles(first, groups / tile)
                                                      : prune_slices(first)) &&
                      numbers;
        }
        return numbers;
    }

    /// Runs of neighbouring groups, of a length known to the compiler.
    template <index Of>
    [[nodiscard]] bool prune_adjacent(index begin, index end) const {
        constexpr index at_once = Of * side_by_side;
        std::array<key, static_cast<std::size_t>(at_once)> keys;
        std::array<verdict, static_cast<std::size_t>(at_once)> verdicts;
        turned_keys turned;
        bool numbers = true;
        for (index first = begin; first < end; first += at_once) {
            const index groups = std::min(at_once, end - first);
            scores_.prefetch(first + groups_ahead, groups);
            scores_.read(first, groups, keys.data());
            std::fill(keys.begin() + groups, keys.end(), key{0});
            numbers = hide_pruned(first, groups, keys.data()) && numbers;
            for (index m = 0; m < Of; ++m) {
                for (index r = 0; r < side_by_side; ++r) {
                    turned[at(m * side_by_side + r)] = keys[at(r * Of + m)];
                }
            }
            for (index m = 0; m < Of; ++m) {
                const auto goes = judged<Of>(turned, m);
                for (index r = 0; r < side_by_side; ++r) {
                    verdicts[at(r * Of + m)] = goes[at(r)];
                }
            }
            for (index g = 0; g < groups; g += mask::bits_per_word) {
                tensor_.mask.words[(first + g) / mask::bits_per_word] &=
                    ~bits_below(verdicts.data() + g, verdict{0});
            }
        }
        return numbers;
    }

    /// Whole tiles, of at most 64 runs together.
    [[nodiscard]] bool prune_tiles(index first, index tiles) const {
        const index inner = pattern_.inner;
        const index tile = pattern_.of * inner;
        std::array<key, static_cast<std::size_t>(most_in_run * side_by_side)> keys;
        scores_.prefetch(first + groups_ahead, tiles * tile);
        scores_.read(first, tiles * tile, keys.data());
        const bool numbers = hide_pruned(first, tiles * tile, keys.data());
        turned_keys turned;
        std::fill_n(turned.data(), pattern_.of * side_by_side, key{0});
        for (index t = 0; t < tiles; ++t) {
            for (index m = 0; m < pattern_.of; ++m) {
                std::copy_n(
                    keys.data() + t * tile + m * inner, inner,
                    turned.data() + m * side_by_side + t * inner);
            }
        }
        for (index m = 0; m < pattern_.of; ++m) {
            const mask::word going = bits_below(judged<0>(turned, m).data(), verdict{0});
            for (index t = 0; t < tiles; ++t) {
                clear(first + t * tile + m * inner, inner, going >> (t * inner));
            }
        }
        return numbers;
    }

    /// One tile of more than 64 runs, 64 at a time.
    [[nodiscard]] bool prune_slices(index first) const {
        bool numbers = true;
        turned_keys turned{};
        for (index begin = 0; begin < pattern_.inner; begin += side_by_side) {
            const index count = std::min(side_by_side, pattern_.inner - begin);
            for (index m = 0; m < pattern_.of; ++m) {
                const index group = first + m * pattern_.inner + begin;
                key* const keys = turned.data() + m * side_by_side;
                scores_.read(group, count, keys);
                numbers = hide_pruned(group, count, keys) && numbers;
            }
            for (index m = 0; m < pattern_.of; ++m) {
                clear(
                    first + m * pattern_.inner + begin, count,
                    bits_below(judged<0>(turned, m).data(), verdict{0}));
            }
        }
        return numbers;
    }

    /// Prunes those of `count` groups, at most 64, whose bit is set.
    void clear(index group, index count, mask::word going) const {
        const index shift = group % mask::bits_per_word;
        going &= count < mask::bits_per_word ? (mask::word{1} << count) - 1 : ~mask::word{0};
        mask::word* const word = tensor_.mask.words + group / mask::bits_per_word;
        word[0] &= ~(going << shift);
        if (shift + count > mask::bits_per_word) {
            word[1] &= ~(going >> (mask::bits_per_word - shift));
        }
    }

    /// Gives groups that are pruned already the lowest key.
    /// @return whether the keys of all others are numbers
    bool hide_pruned(index first, index count, key* keys) const {
        if (tensor_.gone > 0) {
            for (index i = 0; i < count; ++i) {
                keys[i] = tensor_.mask[first + i] ? keys[i] : std::numeric_limits<key>::min();
            }
        }
        key highest = std::numeric_limits<key>::min();
        for (index i = 0; i < count; ++i) {
            highest = std::max(highest, keys[i]);
        }
        return highest < reader::not_a_number;
    }

    /// Which of the groups in place m of 64 runs go: those with few lower ones, ties by the place.
    template <index Of>
    [[nodiscard]] std::array<verdict, static_cast<std::size_t>(side_by_side)>
    judged(const turned_keys& turned, index m) const {
        const index of = Of > 0 ? Of : pattern_.of;
        std::array<key, static_cast<std::size_t>(side_by_side)> lower{};
        const key* const own = turned.data() + m * side_by_side;
        for (index other = 0; other < of; ++other) {
            const key* const theirs = turned.data() + other * side_by_side;
            if (other < m) {
                for (index r = 0; r < side_by_side; ++r) {
                    lower[at(r)] = static_cast<key>(lower[at(r)] + (theirs[r] <= own[r]));
                }
            } else if (other > m) {
                for (index r = 0; r < side_by_side; ++r) {
                    lower[at(r)] = static_cast<key>(lower[at(r)] + (theirs[r] < own[r]));
                }
            }
        }
        const auto go = static_cast<key>(pattern_.of - pattern_.kept);
        std::array<verdict, static_cast<std::size_t>(side_by_side)> goes;
        for (index r = 0; r < side_by_side; ++r) {
            goes[at(r)] = static_cast<verdict>(lower[at(r)] < go ? -1 : 0);
        }
        return goes;
    }

    [[nodiscard]] static constexpr std::size_t at(index i) { return static_cast<std::size_t>(i); }

    const select::candidate<Source>& tensor_;
    select::runs pattern_;
    reader scores_;
};

} // namespace coppice::backend::detail
