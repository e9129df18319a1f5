#pragma once

#include "coppice/granularity/concept.hpp"

#include <string>

namespace coppice::granularity {

/// All weights that read one input channel: an input's slice of a convolution (output x height x
/// width weights), a dense layer's column. He et al., "Channel Pruning for Accelerating Very Deep
/// Neural Networks", ICCV 2017.
///
/// Masks only: what can be physically removed are the outputs that fill the channel, by pruning
/// filters.
struct channel {
    using role = coppice::role::granularity;
    static constexpr bool removable = false;
    static constexpr bool single_weights = false;

    [[nodiscard]] std::string unmet(const shape& extents) const { return at_least(2, extents); }

    template <element T>
    [[nodiscard]] constexpr grouped<T> cut(const view<T>& tensor) const {
        return slices(tensor, 1);
    }
};

} // namespace coppice::granularity
