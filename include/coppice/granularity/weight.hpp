#pragma once

#include "coppice/granularity/concept.hpp"

#include <string>

namespace coppice::granularity {

/// Every weight by itself: unstructured pruning. Masks only; nothing can be physically removed.
struct weight {
    using role = coppice::role::granularity;
    static constexpr bool removable = false;
    static constexpr bool single_weights = true;

    [[nodiscard]] std::string unmet(const shape& extents) const { return at_least(1, extents); }

    template <element T>
    [[nodiscard]] constexpr grouped<T> cut(const view<T>& tensor) const {
        return singles(tensor);
    }
};

} // namespace coppice::granularity
