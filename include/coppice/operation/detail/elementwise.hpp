#pragma once

#include "coppice/model/description.hpp"

#include <span>

namespace coppice::operation::detail {

/// Whether a value has one number a channel, taken at every position of what it meets.
[[nodiscard]] inline bool is_flat(const model::value& of) {
    return of.spatial.size() == 1;
}

/// Couples channel i of all inputs. An input of one number a channel is taken at every position of
/// the others; one of a single channel at every channel, and that channel stays.
/// @return the value made, with a leak only where an input is taken at every channel
/// @throws coppice::error for fewer than two inputs, and for shapes that do not fit
template <element T>
model::value connect_elementwise(model::site<T>& at, std::span<const model::value> inputs) {
    if (inputs.size() < 2) {
        throw error(at.name(), "number of inputs", text(inputs.size()), "at least 2");
    }
    model::value made{inputs[0].channels, inputs[0].spatial};
    for (const model::value& input : inputs) {
        made.channels = at.extent(made.channels) == 1 ? input.channels : made.channels;
        made.spatial = made.spatial.size() == 1 ? input.spatial : made.spatial;
    }
    const index channels = at.extent(made.channels);
    for (const model::value& input : inputs) {
        if (input.spatial != made.spatial && !is_flat(input)) {
            throw error(at.name(), "shape of an input", text(input.spatial), text(made.spatial));
        }
        const bool single = at.extent(input.channels) == 1 && channels > 1;
        if (single) {
            made.leak = at.name() + " takes it at every channel";
            at.fix(input.channels, made.leak);
        } else {
            at.expect("number of channels", at.extent(input.channels), channels);
        }
        for (index i = 0; i < channels && !single; ++i) {
            at.join(input.channels, i, made.channels, i);
        }
    }
    return made;
}

} // namespace coppice::operation::detail
