#pragma once

#include "coppice/core/shape.hpp"
#include "coppice/select/candidate.hpp"

#include <algorithm>

namespace coppice::select {

/// How many groups a tensor loses when those it keeps are to be a multiple of `multiple`: the
/// nearest one to what `pruned` would leave, the larger of two. It is never 0 and never breaks the
/// tensor's bounds; where no multiple fits, the tensor loses nothing more.
template <score::source Source>
[[nodiscard]] constexpr index
rounded(const candidate<Source>& tensor, index pruned, index multiple) {
    if (pruned == tensor.gone) {
        return pruned;
    }
    const index groups = tensor.mask.size;
    const index nearest = (groups - pruned + multiple / 2) / multiple;
    const index fewest = (groups - tensor.most + multiple - 1) / multiple;
    const index kept = std::max(nearest, fewest) * multiple;
    return kept <= groups - tensor.gone ? groups - kept : tensor.gone;
}

} // namespace coppice::select
