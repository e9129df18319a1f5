#pragma once

#include "coppice/model/description.hpp"

#include <cstddef>
#include <span>

namespace coppice::operation {

/// The sum of two or more values of the same shape: a residual connection. Channel i of each goes
/// with channel i of the others.
struct add {
    template <element T>
    model::value connect(model::site<T>& at, std::span<const model::value> inputs) const {
        if (inputs.size() < 2) {
            throw error(at.name(), "number of inputs", text(inputs.size()), "at least 2");
        }
        const index channels = at.extent(inputs[0].channels);
        for (const model::value& other : inputs.subspan(1)) {
            at.expect("number of channels", at.extent(other.channels), channels);
            if (other.spatial != inputs[0].spatial) {
                throw error(
                    at.name(), "shape of an input", text(other.spatial), text(inputs[0].spatial));
            }
            for (index i = 0; i < channels; ++i) {
                at.join(other.channels, i, inputs[0].channels, i);
            }
        }
        return inputs[0];
    }
};

} // namespace coppice::operation
