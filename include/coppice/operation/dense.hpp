#pragma once

#include "coppice/model/description.hpp"

#include <optional>
#include <span>

namespace coppice::operation {

/// A dense (fully connected) layer: y = W x + b, of one run of features or of those at every
/// position (tokens).
template <element T>
struct dense {
    view<T> weight;                   ///< output x input
    std::optional<view<T>> bias = {}; ///< output
    bool each_position = false;       ///< whether its input may have positions

    model::value connect(model::site<T>& at, std::span<const model::value> inputs) const {
        at.expect("number of inputs", static_cast<index>(inputs.size()), 1);
        at.expect("rank of the weight", weight.rank(), 2);
        const model::value& in = inputs[0];
        at.expect("rank of the input", each_position ? 0 : in.spatial.rank(), 0);
        model::value out{at.produce(weight.extent(0)), in.spatial};
        const model::axis makes{out.channels, model::use::produced};
        at.layer(
            at.parameter("weight", weight, {makes, {in.channels, model::use::consumed}}),
            out.channels, in.spatial.size());
        if (bias) {
            at.parameter("bias", *bias, {makes});
        }
        return out;
    }
};

} // namespace coppice::operation
