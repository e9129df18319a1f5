#pragma once

#include "coppice/model/description.hpp"

#include <span>

namespace coppice::operation {

/// Channels x height x width to one run of features. Channel c becomes the features from
/// c * height * width on; with `channels_last`, as in hosts that keep height x width x channels,
/// every channels-th feature from c on.
struct flatten {
    static constexpr bool bears_leaks = true;

    bool channels_last = false;

    template <element T>
    model::value connect(model::site<T>& at, std::span<const model::value> inputs) const {
        at.expect("number of inputs", static_cast<index>(inputs.size()), 1);
        const index repeat = inputs[0].spatial.size();
        const index channels = at.extent(inputs[0].channels);
        const model::dimension features = at.produce(channels * repeat);
        for (index c = 0; c < channels; ++c) {
            for (index i = 0; i < repeat; ++i) {
                at.join(
                    features, channels_last ? i * channels + c : c * repeat + i, inputs[0].channels,
                    c);
            }
        }
        return {features, {}, inputs[0].leak};
    }
};

} // namespace coppice::operation
