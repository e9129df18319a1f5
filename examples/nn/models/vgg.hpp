#pragma once

#include "nn/models/model.hpp"

namespace nn {

/// VGG-16 for small images (Simonyan and Zisserman, 2015, with batch norm): thirteen 3x3
/// convolutions with bias, of 64, 64, 128, 128, 3 of 256 and 6 of 512 channels, each followed by
/// batch norm and relu; 2x2 max pooling after the second, fourth, seventh, tenth and thirteenth,
/// as long as there are two pixels to pool; global average pooling and a dense layer. It has
/// 14,728,266 parameters for 3x32x32 and ten classes.
///
/// Names: "conv1" to "conv13", "bn1" to "bn13", "fc". It has no blocks.
[[nodiscard]] model vgg16(const image_shape& input, std::size_t classes, std::uint64_t seed);

} // namespace nn
