#pragma once

#include "coppice/backend/grid/concept.hpp"
#include "coppice/backend/grid/keys.hpp"
#include "coppice/mask/view.hpp"
#include "coppice/select/candidate.hpp"

#include <algorithm>
#include <cstdint>
#include <memory>

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

/// Makes tensors of candidates.
template <score::source Source>
struct prepare {
    const select::candidate<Source>* candidates;
    tensor<Source>* tensors;
    index count;

    template <class Block>
    constexpr void operator()(Block& block) const {
        block.each_warp([&](const auto& warp) {
            warp.each([&](int lane) {
                const index begin = warp.number() * lanes + lane;
                for (index t = begin; t < count; t += threads_in_block) {
                    make(t);
                }
            });
        });
    }

  private:
    constexpr void make(index t) const {
        index groups = 0;
        index tiles = 0;
        for (index before = 0; before < t; ++before) {
            groups += candidates[before].mask.size;
            tiles += tiles_of_groups.tiles(candidates[before].mask.size);
        }
        const select::candidate<Source>& from = candidates[t];
        std::construct_at(
            tensors + t, tensor<Source>{
                             keys_of<Source>(from.scores), from.mask.words, from.mask.size, groups,
                             tiles, from.gone, from.most});
    }
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
