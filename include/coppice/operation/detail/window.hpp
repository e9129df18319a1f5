#pragma once

#include "coppice/core/require.hpp"
#include "coppice/operation/per_axis.hpp"

#include <string>

namespace coppice::operation::detail {

/// A window that slides over a plane.
struct window {
    per_axis kernel = 1;
    per_axis stride = 1;
    per_axis padding = 0; ///< on either side
    per_axis dilation = 1;

    /// Its places: along each axis floor((extent + 2 padding - dilation (kernel - 1) - 1) / stride)
    /// + 1.
    /// @param layer  for errors
    /// @throws coppice::error for numbers out of range, and for a plane that is too small
    [[nodiscard]] shape places(const std::string& layer, const shape& plane) const {
        shape found;
        for (int axis = 0; axis < plane.rank(); ++axis) {
            require(kernel[axis] >= 1, layer, "kernel", kernel[axis], "at least 1");
            require(stride[axis] >= 1, layer, "stride", stride[axis], "at least 1");
            require(padding[axis] >= 0, layer, "padding", padding[axis], "at least 0");
            require(dilation[axis] >= 1, layer, "dilation", dilation[axis], "at least 1");
            const index covered = dilation[axis] * (kernel[axis] - 1) + 1;
            const index left = plane[axis] + 2 * padding[axis] - covered;
            require(
                left >= 0, layer, "extent of the input", plane[axis],
                "at least what the kernel covers less the padding on both sides");
            found.push_back(left / stride[axis] + 1);
        }
        return found;
    }
};

} // namespace coppice::operation::detail
