#pragma once

#include "coppice/core/require.hpp"
#include "coppice/operation/detail/filters.hpp"

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
    index stride = 1;
    index padding = 0;        ///< cut off from each side of the output
    index output_padding = 0; ///< added to one side of it
    index groups = 1;

    model::value connect(model::site<T>& at, std::span<const model::value> inputs) const {
        at.expect("number of inputs", static_cast<index>(inputs.size()), 1);
        at.expect("rank of the weight", weight.rank(), 4);
        const model::value& in = inputs[0];
        at.expect("rank of the input", in.spatial.rank(), 2);
        require(stride >= 1, at.name(), "stride", stride, "at least 1");
        require(padding >= 0, at.name(), "padding", padding, "at least 0");
        require(
            output_padding >= 0 && output_padding < stride, at.name(), "output_padding",
            output_padding, "in [0, " + text(stride) + "), the stride");
        shape spatial;
        for (int axis = 0; axis < 2; ++axis) {
            const index extent = (in.spatial[axis] - 1) * stride - 2 * padding +
                                 weight.extent(axis + 2) + output_padding;
            require(
                extent >= 1, at.name(), "extent of the output", extent,
                "at least 1: lower the padding");
            spatial.push_back(extent);
        }
        return {detail::connect_filters(at, in, weight, bias, groups, in.spatial.size()), spatial};
    }
};

} // namespace coppice::operation
