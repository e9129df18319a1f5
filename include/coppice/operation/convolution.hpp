#pragma once

#include "coppice/core/require.hpp"
#include "coppice/model/description.hpp"

#include <optional>
#include <span>

namespace coppice::operation {

/// A two-dimensional convolution.
///
/// Depthwise (groups = channels in = channels out): filter i goes with input channel i and has no
/// say of its own. Otherwise grouped: inputs and outputs cannot be removed.
template <element T>
struct convolution {
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
        const index channels = at.extent(in.channels);
        at.expect("number of input channels", channels, weight.extent(1) * groups);

        require(stride >= 1, at.name(), "stride", static_cast<double>(stride), "at least 1");
        require(padding >= 0, at.name(), "padding", static_cast<double>(padding), "at least 0");

        const index filters = weight.extent(0);
        const bool depthwise = groups > 1 && groups == channels && groups == filters;
        model::value out{at.produce(filters), {}};
        for (int axis = 0; axis < 2; ++axis) {
            const index padded = in.spatial[axis] + 2 * padding - weight.extent(axis + 2);
            require(
                padded >= 0, at.name(), "extent of the input",
                static_cast<double>(in.spatial[axis]),
                "at least the kernel's less the padding on both sides");
            out.spatial.push_back(padded / stride + 1);
        }
        if (depthwise) {
            for (index i = 0; i < filters; ++i) {
                at.join(in.channels, i, out.channels, i);
            }
        } else if (groups > 1) {
            at.fix(in.channels, "the grouped convolution " + at.name() + " reads it");
            at.fix(out.channels, "the grouped convolution " + at.name() + " makes it");
        }
        const model::axis reads =
            groups == 1 ? model::axis{in.channels, model::use::consumed} : model::axis{};
        const model::axis makes{out.channels, model::use::produced};
        at.layer(
            at.parameter("weight", weight, {makes, reads, {}, {}}), out.channels,
            out.spatial.size(), !depthwise);
        if (bias) {
            at.parameter("bias", *bias, {makes});
        }
        return out;
    }
};

} // namespace coppice::operation
