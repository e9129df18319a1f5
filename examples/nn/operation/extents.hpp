#pragma once

#include <cstddef>
#include <span>

#include "nn/node.hpp"

namespace nn {

/// Derives a node's extents and window from the extents of its inputs and of its parameters. Throws
/// std::invalid_argument with a sentence that names the node where they do not fit:
/// "conv2: weight is 32x16x3x3, expected 32x12x3x3".
void derive_extents(node& self, std::span<const image_shape> inputs);

/// Multiply-accumulates of a node's forward step for one image.
[[nodiscard]] std::size_t count_macs(const node& self);

} // namespace nn
