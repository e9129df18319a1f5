#pragma once

#include "coppice/model/description.hpp"

#include <span>

namespace archetype {

/// An operation of a host's own: channels in reverse order.
struct reversal {
    template <coppice::element T>
    coppice::model::value
    connect(coppice::model::site<T>& at, std::span<const coppice::model::value> inputs) const {
        const coppice::index channels = at.extent(inputs[0].channels);
        const coppice::model::value out{at.produce(channels), inputs[0].spatial};
        for (coppice::index i = 0; i < channels; ++i) {
            at.join(out.channels, i, inputs[0].channels, channels - 1 - i);
        }
        return out;
    }
};

} // namespace archetype
