#pragma once

#include "coppice/model/description.hpp"

#include <span>

namespace coppice::operation {

/// Values one after the other along the channels: a dense block. Channels keep their own layers.
struct concat {
    template <element T>
    model::value connect(model::site<T>& at, std::span<const model::value> inputs) const {
        if (inputs.empty()) {
            throw error(at.name(), "number of inputs", "0", "at least 1");
        }
        index channels = 0;
        for (const model::value& input : inputs) {
            if (input.spatial != inputs[0].spatial) {
                throw error(
                    at.name(), "shape of an input", text(input.spatial), text(inputs[0].spatial));
            }
            channels += at.extent(input.channels);
        }
        model::value made{at.produce(channels), inputs[0].spatial};
        index first = 0;
        for (const model::value& input : inputs) {
            const index width = at.extent(input.channels);
            for (index i = 0; i < width; ++i) {
                at.join(made.channels, first + i, input.channels, i);
            }
            first += width;
        }
        return made;
    }
};

} // namespace coppice::operation
