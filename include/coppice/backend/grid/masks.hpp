#pragma once

#include "coppice/backend/grid/bits.hpp"
#include "coppice/backend/grid/cut.hpp"
#include "coppice/backend/grid/entries.hpp"

#include <algorithm>

namespace coppice::backend::grid {

/// Sets every bit of a mask.
struct keep_all {
    mask::view mask;

    template <class Block>
    constexpr void operator()(Block& block) const {
        block.each_warp([&](const auto& warp) {
            for_own(block, warp, mask::words(mask.size), [&](index word) {
                mask.words[word] = bits_from(word * mask::bits_per_word, mask.size);
            });
        });
    }
};

/// Adds up what visit(i) gives for numbers from 0 to count, over the whole grid.
template <class Block, class Visit>
constexpr void add_all(Block& block, index count, index* sum, Visit visit) {
    block.each_warp([&](const auto& warp) {
        const auto own = warp.each([&](int lane) {
            const index first = (block.number() * warps_in_block + warp.number()) * lanes + lane;
            index all = 0;
            for (index i = first; i < count; i += block.count() * threads_in_block) {
                all += visit(i);
            }
            return all;
        });
        const index all = warp.sum([&](int lane) { return own[lane]; });
        warp.once([&] { warp.add(sum, all); });
    });
}

/// Adds the number of bits that are set.
struct count_kept {
    mask::const_view mask;
    index* sum;

    template <class Block>
    constexpr void operator()(Block& block) const {
        add_all(block, mask::words(mask.size), sum, [&](index word) {
            return static_cast<index>(set_bits(mask.words[word]));
        });
    }
};

/// Adds the number of groups that are kept and have a score not above a value.
template <score::source Source>
struct count_at_most {
    keys_of<Source> keys;
    mask::const_view mask;
    double value;
    index* sum;

    template <class Block>
    constexpr void operator()(Block& block) const {
        add_all(block, mask.size, sum, [&](index g) {
            return index{mask[g] && !(keys.score(g) > value) ? 1 : 0};
        });
    }
};

/// Writes zero to every weight that is a group by itself, those side by side, and pruned.
template <element T>
struct apply_to_row {
    mask::const_view mask;
    T* weights;

    template <class Block>
    constexpr void operator()(Block& block) const {
        block.each_warp([&](const auto& warp) {
            const index words = mask::words(mask.size);
            const index step = block.count() * warps_in_block;
            for (index word = block.number() * warps_in_block + warp.number(); word < words;
                 word += step) {
                const index first = word * mask::bits_per_word;
                const mask::word going = ~mask.words[word] & bits_from(first, mask.size);
                if (going == 0) {
                    continue;
                }
                warp.each([&](int lane) {
                    for (int i = lane; i < mask::bits_per_word; i += lanes) {
                        if ((going >> i & 1U) != 0) {
                            weights[first + i] = T(0);
                        }
                    }
                });
            }
        });
    }
};

/// Writes zero to every member of every pruned group: a warp takes some members of a group at a
/// time, or, where groups are smaller than it, a lane one.
template <element T>
struct apply_to_groups {
    mask::const_view mask;
    cut<T> groups;

    static constexpr index at_once = 1024; ///< members

    template <class Block>
    constexpr void operator()(Block& block) const {
        block.each_warp([&](const auto& warp) {
            if (groups.members < lanes) {
                for_own(block, warp, groups.groups * groups.members, [&](index i) {
                    const index g = quotient(i, groups.members);
                    if (!mask[g]) {
                        groups.group(g)[groups.member(i - g * groups.members)] = T(0);
                    }
                });
                return;
            }
            const index pieces = (groups.members + at_once - 1) / at_once;
            const index step = block.count() * warps_in_block;
            for (index i = block.number() * warps_in_block + warp.number();
                 i < groups.groups * pieces; i += step) {
                const index g = quotient(i, pieces);
                if (!mask[g]) {
                    zero(warp, groups.group(g), (i - g * pieces) * at_once);
                }
            }
        });
    }

  private:
    template <class Warp>
    constexpr void zero(const Warp& warp, T* group, index begin) const {
        const index end = std::min(begin + at_once, groups.members);
        warp.each([&](int lane) {
            for (index m = begin + lane; m < end; m += lanes) {
                group[groups.member(m)] = T(0);
            }
        });
    }
};

} // namespace coppice::backend::grid
