#pragma once

#include "coppice/mask/view.hpp"
#include "coppice/score/source.hpp"

namespace coppice::select {

/// One tensor in a selection: its groups' scores, the mask that the selection updates, how many of
/// its groups are pruned already, and the most that may ever be.
template <score::source Source>
struct candidate {
    Source scores;
    mask::view mask;
    index gone = 0;
    index most = 0;
};

/// Where a score was not a number. `tensor` counts candidates; -1 if all scores were numbers.
struct not_a_number {
    index tensor = -1;
    index group = -1;

    [[nodiscard]] constexpr bool found() const noexcept { return tensor >= 0; }
};

} // namespace coppice::select
