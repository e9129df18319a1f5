#pragma once

#include "coppice/granularity/concept.hpp"

#include <string>

namespace coppice::granularity {

/// All weights that make one output: a convolution's filter (input x height x width weights), a
/// dense layer's neuron (a row). Structured pruning; filters can be physically removed.
struct filter {
    using role = coppice::role::granularity;
    static constexpr bool removable = true;
    static constexpr bool single_weights = false;

    [[nodiscard]] std::string unmet(const shape& extents) const { return at_least(2, extents); }

    template <element T>
    [[nodiscard]] constexpr grouped<T> cut(const view<T>& tensor) const {
        return slices(tensor, 0);
    }
};

} // namespace coppice::granularity
