#pragma once

#include "coppice/backend/grid/concept.hpp"
#include "coppice/backend/grid/keys.hpp"
#include "coppice/mask/view.hpp"
#include "coppice/select/candidate.hpp"

#include <algorithm>
#include <cstdint>

namespace coppice::backend::grid {

/// How a pass over all groups is cut.
struct tiling {
    int words_of_warp = 16; ///< words of a mask that a warp decides at a time, at most 32

    [[nodiscard]] constexpr index groups_of_warp() const {
        return words_of_warp * mask::bits_per_word;
    }

    /// A tile: what a block takes at a time, of one tensor.
    [[nodiscard]] constexpr index groups_of_tile() const {
        return warps_in_block * groups_of_warp();
    }

    [[nodiscard]] constexpr index tiles(index groups) const {
        return (groups + groups_of_tile() - 1) / groups_of_tile();
    }
};

inline constexpr tiling tiles_of_groups{};

/// One tensor of a selection, as the grid reads it. Groups of all tensors are numbered in one row.
template <score::source Source>
struct tensor {
    keys_of<Source> keys;
    mask::word* words;
    index groups;
    index first_group; ///< how many groups the tensors before have
    index first_tile;  ///< and how many tiles
    index gone;
    index most;

    [[nodiscard]] constexpr bool kept(index g) const { return mask::const_view{words, groups}[g]; }
};

/// The last tensor that begins, counted by `member`, not after a number.
template <score::source Source>
[[nodiscard]] constexpr index
tensor_at(const tensor<Source>* tensors, index count, index tensor<Source>::*member, index number) {
    index low = 0;
    for (index high = count; high - low > 1;) {
        const index middle = low + (high - low) / 2;
        (tensors[middle].*member <= number ? low : high) = middle;
    }
    return low;
}

/// Keys of a lane, of each half of some words.
template <class Key, int Words>
struct keys_of_words {
    Key of[2 * Words];
};

/// The keys of some words, all asked for before one is used, for memory takes long; past the last
/// group that of the last.
/// @tparam Words  how many
/// @tparam Whole  whether all groups are there; else at least the first is
/// @param keys    of all groups
template <int Words, bool Whole, class Key, class Warp, class Keys>
[[nodiscard]] constexpr auto
read_words(const Warp& warp, const Keys& keys, index first, index groups) {
    return warp.each([&](int lane) {
        keys_of_words<Key, Words> some{};
        for (int i = 0; i < 2 * Words; ++i) {
            const index g = first + index{i} * lanes + lane;
            some.of[i] = keys[Whole ? g : std::min(g, groups - 1)];
        }
        return some;
    });
}

/// Calls take.template operator()<Whole>(keys) with what reads a tensor's keys best.
/// @param whole  whether all groups that are asked for are there
template <score::source Source, class Take>
constexpr void with_keys(const tensor<Source>& of, bool whole, const Take& take) {
    if (!of.keys.in_a_row()) {
        take.template operator()<false>(of.keys);
    } else if (whole) {
        take.template operator()<true>(of.keys.row());
    } else {
        take.template operator()<false>(of.keys.row());
    }
}

/// Makes tensors of candidates, one after the other.
class tensor_row {
  public:
    template <score::source Source>
    [[nodiscard]] tensor<Source> next(const select::candidate<Source>& from) {
        const tensor<Source> made{
            keys_of<Source>(from.scores),
            from.mask.words,
            from.mask.size,
            groups_,
            tiles_,
            from.gone,
            from.most};
        groups_ += from.mask.size;
        tiles_ += tiles_of_groups.tiles(from.mask.size);
        return made;
    }

    [[nodiscard]] index groups() const { return groups_; }
    [[nodiscard]] index tiles() const { return tiles_; }

  private:
    index groups_ = 0;
    index tiles_ = 0;
};

/// Those of 64 bits that stand for groups of a tensor, the first one's number being `group`.
[[nodiscard]] constexpr mask::word bits_from(index group, index groups) {
    const index left = groups - group;
    if (left >= mask::bits_per_word) {
        return ~mask::word{0};
    }
    return left <= 0 ? 0 : (mask::word{1} << left) - 1;
}

} // namespace coppice::backend::grid
