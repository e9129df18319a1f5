#pragma once

#include "nn/models/model.hpp"

namespace nn {

/// Dense layers "fc1" (300), "fc2" (100) and "fc3" (classes), relu between them: 266,610 parameters
/// for 1x28x28 and ten classes.
[[nodiscard]] model
lenet_300_100(const image_shape& input, std::size_t classes, std::uint64_t seed);

} // namespace nn
