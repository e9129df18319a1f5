#pragma once

#include "coppice/core/role.hpp"
#include "coppice/core/shape.hpp"

namespace archetype {

/// The sum of the first two members.
struct couple {
    using role = coppice::role::couple;
    static constexpr bool couples = true;

    [[nodiscard]] double accumulate(double sum, double score) const { return sum + score; }
    [[nodiscard]] double finish(double sum, coppice::index /*members*/) const { return sum; }
    [[nodiscard]] coppice::index read(coppice::index /*members*/) const { return 2; }
};

} // namespace archetype
