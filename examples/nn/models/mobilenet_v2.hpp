#pragma once

#include "nn/models/model.hpp"

namespace nn {

/// MobileNetV2 (Sandler et al. 2018) of width 1: a 3x3 stem of 32 channels, seventeen inverted
/// residuals in seven stages, a 1x1 convolution of 1280 channels, global average pooling and a
/// dense layer. An inverted residual expands by a 1x1 convolution (six times, the first one not at
/// all), filters depthwise 3x3, and projects by a 1x1 convolution; it has a shortcut where its
/// extents stay. Batch norm follows every convolution, relu6 all but the projections; no
/// convolution has a bias. It has 3,504,872 parameters for 3x224x224 and 1000 classes.
///
/// Images of less than 64 x 64 pixels keep their extents through the stem and the second stage,
/// where larger ones are halved.
///
/// Names: "stem", "stage2.block1.expand", ".depthwise", ".project", each with ".bn", "head",
/// "head.bn", and "fc". Blocks are named "stage2.block1" and list their convolutions.
[[nodiscard]] model mobilenet_v2(const image_shape& input, std::size_t classes, std::uint64_t seed);

} // namespace nn
