#pragma once

#include "nn/models/model.hpp"

namespace nn {

/// The residual network for small images (He et al. 2016) of depth 6 n + 2: a 3x3 stem of 16
/// channels, three stages of n blocks with 16, 32 and 64 channels, the later two halving the image
/// in their first block, global average pooling and a dense layer. A block is two 3x3 convolutions,
/// each followed by batch norm; where extents change, the shortcut is a 1x1 convolution with batch
/// norm. No convolution has a bias. Depth 20 has 272,474 parameters for 3x32x32 and ten classes.
///
/// Names: "stem", "stem.bn", "stage2.block1.conv1", "stage2.block1.bn1", ".conv2", ".bn2",
/// ".shortcut", ".shortcut.bn", and "fc". Blocks are named "stage2.block1" and list conv1, conv2.
///
/// Throws std::invalid_argument where the depth is not 6 n + 2 with n at least 1.
[[nodiscard]] model
resnet(std::size_t depth, const image_shape& input, std::size_t classes, std::uint64_t seed);

} // namespace nn
