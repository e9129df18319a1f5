#pragma once

#include "coppice/core/require.hpp"
#include "coppice/operation/detail/filters.hpp"

#include <optional>
#include <span>

namespace coppice::operation {

/// A two-dimensional convolution.
///
/// Depthwise (as many groups as input channels): the filters that read input channel i go with it
/// and have no say of their own; when channels are removed, so are groups. Otherwise grouped: the
/// channels at the same place of all groups go together, in its input as in its output, so that
/// every group loses equally many; the number of groups stays.
template <element T>
struct convolution {
    static constexpr bool bears_leaks = true;

    view<T> weight;                   ///< output x (input / groups) x height x width
    std::optional<view<T>> bias = {}; ///< output
    index stride = 1;
    index padding = 0;
    index groups = 1;

    model::value connect(model::site<T>& at, std::span<const model::value> inputs) const {
        at.expect("number of inputs", static_cast<index>(inputs.size()), 1);
        at.expect("rank of the weight", weight.rank(), 4);
        const model::value& in = inputs[0];
        at.expect("rank of the input", in.spatial.rank(), 2);
        require(stride >= 1, at.name(), "stride", stride, "at least 1");
        require(padding >= 0, at.name(), "padding", padding, "at least 0");
        shape spatial;
        for (int axis = 0; axis < 2; ++axis) {
            const index padded = in.spatial[axis] + 2 * padding - weight.extent(axis + 2);
            require(
                padded >= 0, at.name(), "extent of the input", in.spatial[axis],
                "at least the kernel's less the padding on both sides");
            spatial.push_back(padded / stride + 1);
        }
        return {detail::connect_filters(at, in, weight, bias, groups, spatial.size()), spatial};
    }
};

} // namespace coppice::operation
