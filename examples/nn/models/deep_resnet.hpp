#pragma once

#include "nn/models/model.hpp"

namespace nn {

/// The residual networks of four stages (He et al. 2016), with 64, 128, 256 and 512 channels, the
/// later three halving the image in their first block; global average pooling and a dense layer.
///
/// Images of at least 64 x 64 pixels come through a 7x7 stem of stride 2 and 3x3 max pooling of
/// stride 2, smaller ones through a 3x3 stem of stride 1 without pooling. No convolution has a
/// bias; where extents change, the shortcut is a 1x1 convolution with batch norm.
///
/// Names: "stem", "stem.bn", "stage2.block1.conv1", "stage2.block1.bn1" and so on, ".shortcut",
/// ".shortcut.bn", and "fc". Blocks are named "stage2.block1" and list their convolutions.

/// Blocks of two 3x3 convolutions, 2 a stage: 11,689,512 parameters for 3x224x224 and 1000 classes.
[[nodiscard]] model resnet18(const image_shape& input, std::size_t classes, std::uint64_t seed);

/// Bottlenecks of 1x1, 3x3 and 1x1 convolutions, the last four times as wide; the 3x3 carries the
/// stride. 3, 4, 6 and 3 of them: 25,557,032 parameters for 3x224x224 and 1000 classes.
[[nodiscard]] model resnet50(const image_shape& input, std::size_t classes, std::uint64_t seed);

} // namespace nn
