#pragma once

#include "coppice/core/shape.hpp"

namespace coppice::operation {

/// A number along height and width: the same, as in `.stride = 2`, or one each, as in
/// `.padding = {0, 3}`.
struct per_axis {
    index height;
    index width;

    constexpr per_axis(index both) // NOLINT(google-explicit-constructor)
        : height(both), width(both) {}
    constexpr per_axis(index along_height, index along_width)
        : height(along_height), width(along_width) {}

    /// Along the first axis the height, along any other the width.
    [[nodiscard]] constexpr index operator[](int axis) const { return axis == 0 ? height : width; }

    [[nodiscard]] friend constexpr bool operator==(const per_axis&, const per_axis&) = default;
};

} // namespace coppice::operation
