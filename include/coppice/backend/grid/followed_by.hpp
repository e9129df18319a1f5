#pragma once

#include "coppice/backend/grid/concept.hpp"

#include <tuple>

namespace coppice::backend::grid {

/// A body, and when all its blocks are through, others, one after the other, by the block that was
/// the last: one launch instead of several.
/// @tparam Then  bodies for a single block, which do not ask for its number or for the count
template <class First, class... Then>
struct followed_by {
    static constexpr int resident_blocks = grid::resident_blocks<First>;

    First first;
    index* arrived; ///< 0, and 0 again when all is done
    std::tuple<Then...> then;

    template <class Block>
    constexpr void operator()(Block& block) const {
        first(block);
        if (block.last(arrived)) {
            std::apply([&](const Then&... one) { (one(block), ...); }, then);
        }
    }
};

} // namespace coppice::backend::grid
