#pragma once

#include "coppice/core/require.hpp"
#include "coppice/model/description.hpp"

#include <optional>
#include <string>

namespace coppice::operation::detail {

/// Couples what a convolution, transposed or not, reads and makes, and states its parameters.
///
/// With one group every output reads every input. Depthwise (as many groups as input channels): the
/// filters that read input channel i go with it and have no say of their own. With other groups,
/// channels at the same place of all groups go together, in its input as in its output, so that all
/// groups stay equally large.
/// @param weight     output x (input / groups) x height x width
/// @param positions  how often the weight is applied to one input
/// @return the dimension of its outputs
template <element T>
model::dimension connect_filters(
    model::site<T>& at, const model::value& in, const view<T>& weight,
    const std::optional<view<T>>& bias, index groups, index positions) {
    const index channels = at.extent(in.channels);
    const index filters = weight.extent(0);
    require(groups >= 1, at.name(), "groups", groups, "at least 1");
    at.expect("number of input channels", channels, weight.extent(1) * groups);
    if (filters % groups != 0) {
        throw error(
            at.name(), "number of filters", text(filters),
            "a multiple of " + text(groups) + ", the number of its groups");
    }
    const model::dimension made = at.produce(filters);
    const bool depthwise = groups > 1 && groups == channels;
    model::axis reads{in.channels, model::use::consumed};
    if (depthwise) {
        for (index j = 0; j < filters; ++j) {
            at.join(made, j, in.channels, j / (filters / groups));
        }
        reads = {};
    } else {
        at.settle(in);
    }
    if (groups > 1 && !depthwise) {
        const index width = weight.extent(1);
        reads = {at.produce(width), model::use::consumed};
        for (index i = 0; i < channels; ++i) {
            at.join(reads.of, i % width, in.channels, i);
        }
        const index each = filters / groups;
        for (index j = each; j < filters; ++j) {
            at.join(made, j, made, j % each);
        }
        at.tie(in.channels, "the grouped convolution " + at.name() + " reads it");
        at.tie(made, "the grouped convolution " + at.name() + " makes it");
    }
    const model::axis makes{made, model::use::produced};
    at.layer(at.parameter("weight", weight, {makes, reads, {}, {}}), made, positions, !depthwise);
    if (bias) {
        at.parameter("bias", *bias, {makes});
    }
    return made;
}

} // namespace coppice::operation::detail
