#pragma once

#include "coppice/core/require.hpp"
#include "coppice/operation/detail/filters.hpp"
#include "coppice/operation/per_axis.hpp"

#include <algorithm>
#include <optional>
#include <span>

namespace coppice::operation {

/// A transposed two-dimensional convolution ("deconvolution"): every input adds a kernel to the
/// output, `stride` apart. Its channels couple as those of a convolution do.
///
/// Hosts that keep its weight as input x output x height x width hand it over by
/// `coppice::transposed`.
template <element T>
struct transposed_convolution {
    static constexpr bool bears_leaks = true;

    view<T> weight;                   ///< output x (input / groups) x height x width
    std::optional<view<T>> bias = {}; ///< output
    per_axis stride = 1;
    per_axis padding = 0;        ///< cut off from each side of the output
    per_axis output_padding = 0; ///< added to one side of it
    per_axis dilation = 1;       ///< pixels from one that an input adds to to the next
    index groups = 1;

    model::value connect(model::site<T>& at, std::span<const model::value> inputs) const {
        at.expect("number of inputs", static_cast<index>(inputs.size()), 1);
        at.expect("rank of the weight", weight.rank(), 4);
        const model::value& in = inputs[0];
        at.expect("rank of the input", in.spatial.rank(), 2);
        shape spatial;
        for (int axis = 0; axis < 2; ++axis) {
            require(stride[axis] >= 1, at.name(), "stride", stride[axis], "at least 1");
            require(padding[axis] >= 0, at.name(), "padding", padding[axis], "at least 0");
            require(dilation[axis] >= 1, at.name(), "dilation", dilation[axis], "at least 1");
            const index most = std::max(stride[axis], dilation[axis]);
            require(
                output_padding[axis] >= 0 && output_padding[axis] < most, at.name(),
                "output_padding", output_padding[axis],
                "in [0, " + text(most) + "), the larger of stride and dilation");
            const index extent = (in.spatial[axis] - 1) * stride[axis] - 2 * padding[axis] +
                                 dilation[axis] * (weight.extent(axis + 2) - 1) + 1 +
                                 output_padding[axis];
            require(
                extent >= 1, at.name(), "extent of the output", extent,
                "at least 1: lower the padding");
            spatial.push_back(extent);
        }
        return {detail::connect_filters(at, in, weight, bias, groups, in.spatial.size()), spatial};
    }
};

} // namespace coppice::operation
