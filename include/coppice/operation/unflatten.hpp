#pragma once

#include "coppice/model/description.hpp"

#include <span>

namespace coppice::operation {

/// One run of features to channels x height x width, the reverse of `flatten`: all features of a
/// channel go together.
struct unflatten {
    static constexpr bool bears_leaks = true;

    shape spatial;
    bool channels_last = false; ///< feature c + channels * i belongs to channel c, see `flatten`

    template <element T>
    model::value connect(model::site<T>& at, std::span<const model::value> inputs) const {
        at.expect("number of inputs", static_cast<index>(inputs.size()), 1);
        const model::value& in = inputs[0];
        at.expect("rank of the input", in.spatial.rank(), 0);
        const index repeat = spatial.size();
        const index features = at.extent(in.channels);
        if (repeat < 1 || features % repeat != 0) {
            throw error(
                at.name(), "number of features", text(features),
                "a multiple of " + text(repeat) + ", the positions of a channel");
        }
        const index channels = features / repeat;
        model::value made{at.produce(channels), spatial, in.leak};
        for (index i = 0; i < features; ++i) {
            at.join(made.channels, channels_last ? i % channels : i / repeat, in.channels, i);
        }
        return made;
    }
};

} // namespace coppice::operation
