#pragma once

#include "coppice/operation/detail/filters.hpp"
#include "coppice/operation/detail/window.hpp"
#include "coppice/operation/per_axis.hpp"

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
    per_axis stride = 1;
    per_axis padding = 0;  ///< on either side
    per_axis dilation = 1; ///< pixels from one that a filter reads to the next
    index groups = 1;

    model::value connect(model::site<T>& at, std::span<const model::value> inputs) const {
        at.expect("number of inputs", static_cast<index>(inputs.size()), 1);
        at.expect("rank of the weight", weight.rank(), 4);
        const model::value& in = inputs[0];
        at.expect("rank of the input", in.spatial.rank(), 2);
        const shape spatial =
            detail::window{{weight.extent(2), weight.extent(3)}, stride, padding, dilation}.places(
                at.name(), in.spatial);
        return {detail::connect_filters(at, in, weight, bias, groups, spatial.size()), spatial};
    }
};

} // namespace coppice::operation
