#pragma once

#include "coppice/objective/concept.hpp"

namespace archetype {

/// Accuracy alone.
struct objective {
    using role = coppice::role::objective;

    [[nodiscard]] double value(const coppice::objective::position& at) const { return at.drop; }
};

} // namespace archetype
