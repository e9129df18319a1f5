#pragma once

#include "coppice/core/element.hpp"
#include "coppice/core/role.hpp"
#include "coppice/core/shape.hpp"

namespace archetype {

/// The sum of a group, signs included.
struct score {
    using role = coppice::role::score;

    [[nodiscard]] constexpr double accumulate(double sum, coppice::element auto weight) const {
        return sum + static_cast<double>(weight);
    }
    [[nodiscard]] constexpr double finish(double sum, coppice::index /*members*/) const {
        return sum;
    }
};

} // namespace archetype
