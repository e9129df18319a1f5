#pragma once

#include "coppice/backend/grid/cut.hpp"
#include "coppice/backend/grid/entries.hpp"
#include "coppice/core/view.hpp"

namespace coppice::backend::grid {

/// Writes groups one after the other, members in order.
template <element T>
struct copy_groups {
    cut<const T> from;
    T* to;

    template <class Block>
    constexpr void operator()(Block& block) const {
        block.each_warp([&](const auto& warp) {
            for_own(block, warp, from.groups * from.members, [&](index i) {
                const index g = quotient(i, from.members);
                to[i] = from.group(g)[from.member(i - g * from.members)];
            });
        });
    }
};

/// to[i, j, ...] = from[kept[0][i], kept[1][j], ...]
template <element T>
struct gather {
    view<const T> from;
    view<T> to;
    const index* kept;                      ///< the lists, one after the other
    index starts[shape::max_rank + 1] = {}; ///< of each; an empty one stands for all positions

    template <class Block>
    constexpr void operator()(Block& block) const {
        block.each_warp(
            [&](const auto& warp) { for_own(block, warp, to.size(), [&](index i) { take(i); }); });
    }

  private:
    constexpr void take(index i) const {
        index source = 0;
        index target = 0;
        for (int axis = to.rank() - 1; axis >= 0; --axis) {
            const index rest = quotient(i, to.extent(axis));
            const index position = i - rest * to.extent(axis);
            const bool whole = starts[axis] == starts[axis + 1];
            source += from.strides()[axis] * (whole ? position : kept[starts[axis] + position]);
            target += to.strides()[axis] * position;
            i = rest;
        }
        to.data()[target] = from.data()[source];
    }
};

} // namespace coppice::backend::grid
