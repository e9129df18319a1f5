#pragma once

#include "coppice/core/role.hpp"
#include "coppice/core/shape.hpp"

namespace archetype {

/// As if four ranks saw the same.
struct reduce {
    using role = coppice::role::reduce;
    [[nodiscard]] coppice::index sum(coppice::index count) const { return 4 * count; }
};

} // namespace archetype
