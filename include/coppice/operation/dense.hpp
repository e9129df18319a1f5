#pragma once

#include "coppice/model/description.hpp"

#include <optional>
#include <span>

namespace coppice::operation {

/// A dense (fully connected) layer: y = W x + b.
template <element T>
struct dense {
    view<T> weight;                   ///< output x input
    std::optional<view<T>> bias = {}; ///< output

    model::value connect(model::site<T>& at, std::span<const model::value> inputs) const {
        at.expect("number of inputs", static_cast<index>(inputs.size()), 1);
        at.expect("rank of the weight", weight.rank(), 2);
        const model::value& in = inputs[0];
        at.expect("rank of the input", in.spatial.rank(), 0);
        const model::value out{at.produce(weight.extent(0)), {}};
        const model::axis makes{out.channels, model::use::produced};
        at.layer(
            at.parameter("weight", weight, {makes, {in.channels, model::use::consumed}}),
            out.channels, 1);
        if (bias) {
            at.parameter("bias", *bias, {makes});
        }
        return out;
    }
};

} // namespace coppice::operation
