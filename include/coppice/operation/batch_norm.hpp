#pragma once

#include "coppice/model/description.hpp"

#include <span>

namespace coppice::operation {

/// Batch normalisation: y = scale * (x - mean) / sqrt(variance + epsilon) + shift, per channel. The
/// scale and the shift of a pruned channel are zeroed with it, or the shift would leak.
template <element T>
struct batch_norm {
    static constexpr bool bears_leaks = true; // scale and shift silence

    view<T> scale;            ///< channels
    view<T> shift;            ///< channels
    view<T> running_mean;     ///< channels
    view<T> running_variance; ///< channels

    model::value connect(model::site<T>& at, std::span<const model::value> inputs) const {
        at.expect("number of inputs", static_cast<index>(inputs.size()), 1);
        const model::value& in = inputs[0];
        at.parameter(
            "scale", scale, {{in.channels, model::use::produced}}, true, model::meaning::scale);
        at.parameter("shift", shift, {{in.channels, model::use::produced}});
        at.parameter("running_mean", running_mean, {{in.channels, model::use::carried}}, false);
        at.parameter(
            "running_variance", running_variance, {{in.channels, model::use::carried}}, false);
        model::value made = in;
        made.leak.clear();
        return made;
    }
};

} // namespace coppice::operation
