#pragma once

#include "coppice/lr/concept.hpp"

namespace archetype {

struct lr {
    using role = coppice::role::lr;
    [[nodiscard]] double rate(const coppice::lr::position& at) const { return 1 - at.progress; }
};

} // namespace archetype
