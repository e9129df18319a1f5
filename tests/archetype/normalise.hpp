#pragma once

#include "coppice/core/role.hpp"
#include "coppice/core/shape.hpp"

namespace archetype {

/// Divides by the sum of a layer's scores, signs included.
struct normalise {
    using role = coppice::role::normalise;
    static constexpr bool divides = true;

    [[nodiscard]] double accumulate(double sum, double score) const { return sum + score; }
    [[nodiscard]] double finish(double sum, coppice::index /*groups*/) const { return sum; }
};

} // namespace archetype
