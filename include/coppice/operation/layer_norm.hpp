#pragma once

#include "coppice/model/description.hpp"

#include <span>

namespace coppice::operation {

/// Layer normalisation: y = scale * (x - mean) / sqrt(variance + epsilon) + shift, mean and
/// variance being those of all channels at a position. Without some of them both would change, so
/// none can be removed.
template <element T>
struct layer_norm {
    view<T> scale; ///< channels
    view<T> shift; ///< channels

    model::value connect(model::site<T>& at, std::span<const model::value> inputs) const {
        at.expect("number of inputs", static_cast<index>(inputs.size()), 1);
        const model::value& in = inputs[0];
        at.fix(in.channels, "the layer norm " + at.name() + " takes statistics over it");
        at.parameter(
            "scale", scale, {{in.channels, model::use::produced}}, true, model::meaning::scale);
        at.parameter("shift", shift, {{in.channels, model::use::produced}});
        return in;
    }
};

} // namespace coppice::operation
