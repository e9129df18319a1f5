#pragma once

#include "coppice/backend/grid/concept.hpp"

#include <algorithm>

namespace coppice::backend::grid {

/// Runs a body that takes `count` numbers in turn, in no more blocks than run at once.
/// @param of_block  numbers that a block takes in a turn
template <executor Grid, class Body>
void launch_over(
    const Grid& grid, index count, const Body& body, index of_block = threads_in_block) {
    const index blocks = std::min((count + of_block - 1) / of_block, grid.blocks_at_once());
    if (blocks > 0) {
        grid.launch(blocks, body);
    }
}

} // namespace coppice::backend::grid
