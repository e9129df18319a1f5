#pragma once

#include "coppice/rewind/concept.hpp"

namespace archetype {

/// The second half of a training, twice as long as the trigger says.
struct rewind {
    using role = coppice::role::rewind;
    static constexpr coppice::rewind::start begins = coppice::rewind::start::afresh;

    [[nodiscard]] coppice::rewind::stretch retraining(int epochs) const {
        return {2 * epochs, 4 * epochs};
    }
};

} // namespace archetype
