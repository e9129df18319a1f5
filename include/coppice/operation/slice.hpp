#pragma once

#include "coppice/core/require.hpp"
#include "coppice/model/description.hpp"

#include <span>

namespace coppice::operation {

/// Some neighbouring channels of a value: one part of a split. After a removal the part begins
/// where as many channels before `first` stay, and is as wide as those of its own that stay
/// (`compact::plan::kept`).
struct slice {
    static constexpr bool bears_leaks = true;

    index first = 0;
    index channels = 1; ///< at least 1

    template <element T>
    model::value connect(model::site<T>& at, std::span<const model::value> inputs) const {
        at.expect("number of inputs", static_cast<index>(inputs.size()), 1);
        const model::value& in = inputs[0];
        const index width = at.extent(in.channels);
        require(
            first >= 0 && first < width, at.name(), "first", first,
            "in [0, " + text(width) + "), the channels of its input");
        require(
            channels >= 1 && channels <= width - first, at.name(), "channels", channels,
            "in [1, " + text(width - first) + "], what is left of its input");
        model::value made{at.produce(channels), in.spatial, in.leak};
        for (index i = 0; i < channels; ++i) {
            at.join(made.channels, i, in.channels, first + i);
        }
        return made;
    }
};

} // namespace coppice::operation
