#pragma once

#include "coppice/model/description.hpp"

#include <optional>
#include <span>

namespace coppice::operation {

/// Group normalisation (Wu & He, ECCV 2018): as a batch normalisation, but with the mean and the
/// variance of each input's `groups` runs of neighbouring channels. Without some channels of a
/// group both would change, so a group goes whole: after a removal there are fewer groups, each as
/// wide as before. With a single group nothing can be removed.
///
/// As many groups as channels make it an instance normalisation, of which channels go one by one.
template <element T>
struct group_norm {
    static constexpr bool bears_leaks = true; // scale and shift silence

    std::optional<view<T>> scale = {}; ///< channels
    std::optional<view<T>> shift = {}; ///< channels
    index groups = 1;                  ///< divides the number of channels

    model::value connect(model::site<T>& at, std::span<const model::value> inputs) const {
        at.expect("number of inputs", static_cast<index>(inputs.size()), 1);
        model::value made = inputs[0];
        const index channels = at.extent(made.channels);
        if (groups < 1 || channels % groups != 0) {
            throw error(
                at.name(), "groups", text(groups),
                "a divisor of " + text(channels) + ", the number of channels");
        }
        const index width = channels / groups;
        if (groups == 1 && channels > 1) {
            at.fix(made.channels, "the group norm " + at.name() + " takes statistics over it");
        }
        for (index i = 0; i < channels; ++i) {
            at.join(made.channels, i, made.channels, i - i % width);
        }
        if (width > 1) {
            at.tie(
                made.channels, "the group norm " + at.name() + " takes statistics over " +
                                   text(width) + " channels together");
        }
        const model::axis makes{made.channels, model::use::produced};
        if (scale) {
            at.parameter("scale", *scale, {makes}, true, model::meaning::scale);
        }
        if (shift) {
            at.parameter("shift", *shift, {makes});
        }
        if (scale) {
            made.leak.clear();
        }
        return made;
    }
};

} // namespace coppice::operation
