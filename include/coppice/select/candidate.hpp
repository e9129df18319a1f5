#pragma once

#include "coppice/mask/view.hpp"
#include "coppice/score/source.hpp"

namespace coppice::select {

/// One tensor in a selection.
template <score::source Source>
struct candidate {
    Source scores;
    mask::view mask;    ///< which the selection updates
    index gone = 0;     ///< groups pruned already
    index most = 0;     ///< groups that may ever be
    index members = 1;  ///< weights in a group
    shape extents = {}; ///< over the groups; empty for groups in a row
};

/// Where a score was not a number. `tensor` counts candidates; -1 if all scores were numbers.
struct not_a_number {
    index tensor = -1;
    index group = -1;

    [[nodiscard]] constexpr bool found() const noexcept { return tensor >= 0; }
};

} // namespace coppice::select
