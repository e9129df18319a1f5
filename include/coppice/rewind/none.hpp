#pragma once

#include "coppice/rewind/concept.hpp"

namespace coppice::rewind {

/// Fine-tune: go on from the pruned weights with an optimiser started anew, for as many epochs as
/// the trigger says, over which the learning rate's progress runs from 0 to 1.
struct none {
    using role = coppice::role::rewind;
    static constexpr start begins = start::afresh;

    [[nodiscard]] constexpr stretch retraining(int epochs) const { return {0, epochs}; }
};

} // namespace coppice::rewind
