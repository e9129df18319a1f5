#pragma once

#include "nn/models/model.hpp"

namespace nn {

/// Convolutions "conv1" and "conv2" (3x3, 64 channels, with bias), 2x2 max pooling, dense layers
/// "fc1" and "fc2" (256) and "fc3" (classes), relu between them: 4,301,642 parameters for 3x32x32
/// and ten classes.
[[nodiscard]] model conv_2(const image_shape& input, std::size_t classes, std::uint64_t seed);

} // namespace nn
