#pragma once

#include "coppice/couple/concept.hpp"

namespace coppice::couple {

/// Layers whose outputs are coupled with those of other layers, or among themselves, are left
/// alone: a residual stream keeps its width.
struct none {
    using role = coppice::role::couple;
    static constexpr bool couples = false;
};

} // namespace coppice::couple
