#pragma once

#include "coppice/core/role.hpp"

namespace archetype {

struct schedule {
    using role = coppice::role::schedule;
    [[nodiscard]] double sparsity(double t) const { return t < 1 ? 0.0 : 0.25; }
};

} // namespace archetype
