#pragma once

#include "coppice/granularity/concept.hpp"

#include <string>

namespace coppice::granularity {

/// One output's weights on one input channel: a convolution's kernel of height x width weights.
/// Anwar et al., "Structured Pruning of Deep Convolutional Neural Networks", 2017; Mao et al.,
/// "Exploring the Granularity of Sparsity in Convolutional Neural Networks", CVPR workshop 2017.
struct kernel {
    using role = coppice::role::granularity;
    static constexpr bool removable = false;
    static constexpr bool single_weights = false;
    static constexpr bool many_groups = true;

    [[nodiscard]] std::string unmet(const shape& extents) const { return at_least(3, extents); }

    template <element T>
    [[nodiscard]] constexpr grouped<T> cut(const view<T>& tensor) const {
        grouped<T> cut{tensor.data(), {}, {}, {}, {}};
        for (int axis = 0; axis < tensor.rank(); ++axis) {
            (axis < 2 ? cut.outer : cut.inner).push_back(tensor.extent(axis));
            (axis < 2 ? cut.outer_strides : cut.inner_strides).push_back(tensor.strides()[axis]);
        }
        return cut;
    }
};

} // namespace coppice::granularity
