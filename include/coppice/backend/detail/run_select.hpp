#pragma once

#include "coppice/backend/detail/bits_below.hpp"
#include "coppice/backend/detail/chunks.hpp"
#include "coppice/backend/detail/keys.hpp"
#include "coppice/backend/detail/prefetch.hpp"
#include "coppice/mask/view.hpp"
#include "coppice/select/candidate.hpp"
#include "coppice/select/runs.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <limits>
#include <numeric>

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

    static constexpr index side_by_side = 64; ///< runs
    static constexpr index most_in_run = 64;
    static constexpr index least_at_once = 16384; ///< groups that are worth a thread's while
    static constexpr index groups_ahead = 1024;   ///< asked of memory before they are read
    static constexpr index most_in_place = 4096;  ///< groups whose keys are held together

    /// The keys of up to 64 runs: those of their first groups, then those of their second ones, ...
    using turned_keys = std::array<key, static_cast<std::size_t>(most_in_run* side_by_side)>;

    /// Prunes whole tiles.
    [[nodiscard]] bool prune(index begin, index end) const {
        switch (pattern_.of) {
        case 2:
            return prune_of<2>(begin, end);
        case 4:
            return prune_of<4>(begin, end);
        case 8:
            return prune_of<8>(begin, end);
        default:
            return prune_of<0>(begin, end);
        }
    }

    /// @tparam Of  the groups in a run if the compiler shall know them, else 0
    template <index Of>
    [[nodiscard]] bool prune_of(index begin, index end) const {
        if (pattern_.inner == 1) {
            return prune_adjacent<Of>(begin, end);
        }
        const index tile = pattern_.of * pattern_.inner;
        const index words = std::lcm(tile, mask::bits_per_word);
        if (pattern_.inner <= side_by_side / 4 && words <= most_in_place) {
            return prune_in_place<Of>(begin, end, words);
        }
        bool numbers = true;
        for (index first = begin; first < end; first += tile) {
            numbers = prune_slices<Of>(first) && numbers;
        }
        return numbers;
    }

    /// Runs of neighbouring groups, 64 of them turned to lie side by side.
    template <index Of>
    [[nodiscard]] bool prune_adjacent(index begin, index end) const {
        const index of = Of > 0 ? Of : pattern_.of;
        const index at_once = of * side_by_side;
        constexpr auto room = static_cast<std::size_t>((Of > 0 ? Of : most_in_run) * side_by_side);
        std::array<key, room> keys;
        std::array<key, room> turned;
        bool numbers = true;
        for (index first = begin; first < end; first += at_once) {
            const index groups = std::min(at_once, end - first);
            scores_.prefetch(first + groups_ahead, groups);
            scores_.read(first, groups, keys.data());
            std::fill(keys.begin() + groups, keys.begin() + at_once, key{0});
            numbers = hide_pruned(first, groups, keys.data()) && numbers;
            for (index m = 0; m < of; ++m) {
                for (index r = 0; r < side_by_side; ++r) {
                    turned[at(m * side_by_side + r)] = keys[at(r * of + m)];
                }
            }
            for (index m = 0; m < of; ++m) {
                std::array<key, static_cast<std::size_t>(side_by_side)> lower;
                count_lower<Of, side_by_side>(turned.data(), side_by_side, m, lower.data());
                for (index r = 0; r < side_by_side; ++r) {
                    keys[at(r * of + m)] = lower[at(r)];
                }
            }
            clear_words(first, groups, keys.data());
        }
        return numbers;
    }

    /// Runs of groups a few apart, compared where their keys lie: a few runs beyond the tile's own
    /// are looked at with them, and what is found is overwritten by the next.
    /// @param words  groups that make whole tiles and whole words of the mask
    template <index Of>
    [[nodiscard]] bool prune_in_place(index begin, index end, index words) const {
        constexpr index width = side_by_side / 4;
        constexpr auto room = static_cast<std::size_t>(most_in_place + width);
        const index of = Of > 0 ? Of : pattern_.of;
        const index tile = of * pattern_.inner;
        std::array<key, room> keys;
        std::array<key, room> lower;
        bool numbers = true;
        for (index first = begin; first < end; first += words) {
            const index groups = std::min(words, end - first);
            scores_.prefetch(first + groups_ahead, groups);
            scores_.read(first, groups, keys.data());
            std::fill_n(keys.begin() + groups, width, key{0});
            numbers = hide_pruned(first, groups, keys.data()) && numbers;
            for (index run = 0; run < groups; run += tile) {
                for (index m = 0; m < of; ++m) {
                    count_lower<Of, width>(
                        keys.data() + run, pattern_.inner, m,
                        lower.data() + run + m * pattern_.inner);
                }
            }
            clear_words(first, groups, lower.data());
        }
        return numbers;
    }

    /// One tile, 64 runs at a time.
    template <index Of>
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
                std::array<key, static_cast<std::size_t>(side_by_side)> lower;
                count_lower<Of, side_by_side>(turned.data(), side_by_side, m, lower.data());
                clear(
                    first + m * pattern_.inner + begin, count, bits_below(lower.data(), fewest()));
            }
        }
        return numbers;
    }

    /// A group with fewer lower ones in its run goes.
    [[nodiscard]] key fewest() const { return static_cast<key>(pattern_.of - pattern_.kept); }

    /// Prunes groups from a word's first one on.
    /// @param lower  how many of its run are lower than each; whole words of it may be written
    void clear_words(index first, index groups, key* lower) const {
        const index words = mask::words(groups);
        std::fill(lower + groups, lower + words * mask::bits_per_word, fewest());
        for (index word = 0; word < words; ++word) {
            tensor_.mask.words[first / mask::bits_per_word + word] &=
                ~bits_below(lower + word * mask::bits_per_word, fewest());
        }
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

    /// Of `Runs` runs: how many groups are lower than the one in place m, ties by the place.
    /// @param keys  of the groups in place 0; those in the next place lie `apart` further on
    template <index Of, index Runs>
    COPPICE_ALWAYS_INLINE void count_lower(const key* keys, index apart, index m, key* out) const {
        const index of = Of > 0 ? Of : pattern_.of;
        std::array<key, static_cast<std::size_t>(Runs)> lower{};
        const key* const own = keys + m * apart;
        for (index other = 0; other < m; ++other) {
            const key* const theirs = keys + other * apart;
            for (index r = 0; r < Runs; ++r) {
                lower[at(r)] = static_cast<key>(lower[at(r)] + (theirs[r] <= own[r]));
            }
        }
        for (index other = m + 1; other < of; ++other) {
            const key* const theirs = keys + other * apart;
            for (index r = 0; r < Runs; ++r) {
                lower[at(r)] = static_cast<key>(lower[at(r)] + (theirs[r] < own[r]));
            }
        }
        std::copy_n(lower.data(), Runs, out);
    }

    [[nodiscard]] static constexpr std::size_t at(index i) { return static_cast<std::size_t>(i); }

    const select::candidate<Source>& tensor_;
    select::runs pattern_;
    reader scores_;
};

} // namespace coppice::backend::detail
