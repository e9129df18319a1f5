#pragma once

#include "coppice/core/require.hpp"
#include "coppice/granularity/concept.hpp"

#include <string>

namespace coppice::granularity {

/// A line of weights along one axis: of a convolution's kernels the rows (axis -1) or the columns
/// (axis -2), of a dense layer an output's weights (axis 1) or an input's (axis 0). Mao et al.,
/// "Exploring the Granularity of Sparsity in Convolutional Neural Networks", CVPR workshop 2017.
struct vector {
    using role = coppice::role::granularity;
    static constexpr bool removable = false;
    static constexpr bool single_weights = false;
    static constexpr bool many_groups = true;

    int axis = -1; ///< counted from the last one when negative

    void validate() const {
        require(
            axis >= -shape::max_rank && axis < shape::max_rank, "granularity::vector", "axis", axis,
            "in [-" + text(shape::max_rank) + ", " + text(shape::max_rank) + ")");
    }

    [[nodiscard]] std::string unmet(const shape& extents) const {
        return at_least(axis < 0 ? -axis : axis + 1, extents);
    }

    template <element T>
    [[nodiscard]] constexpr grouped<T> cut(const view<T>& tensor) const {
        const int along = axis < 0 ? axis + tensor.rank() : axis;
        grouped<T> cut{tensor.data(), {}, {}, {tensor.extent(along)}, {tensor.strides()[along]}};
        for (int other = 0; other < tensor.rank(); ++other) {
            if (other != along) {
                cut.outer.push_back(tensor.extent(other));
                cut.outer_strides.push_back(tensor.strides()[other]);
            }
        }
        return cut;
    }
};

} // namespace coppice::granularity
