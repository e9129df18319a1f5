#pragma once

#include "coppice/core/grouped.hpp"
#include "coppice/core/role.hpp"

#include <string>

namespace archetype {

/// Columns: all weights of one input.
struct granularity {
    using role = coppice::role::granularity;
    static constexpr bool removable = false;
    static constexpr bool single_weights = false;

    [[nodiscard]] std::string unmet(const coppice::shape& extents) const {
        return extents.rank() < 2 ? "of two axes" : "";
    }

    template <coppice::element T>
    [[nodiscard]] coppice::grouped<T> cut(const coppice::view<T>& tensor) const {
        return slices(tensor, 1);
    }
};

} // namespace archetype
