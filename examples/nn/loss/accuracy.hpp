#pragma once

#include <cstddef>
#include <span>

#include "nn/tensor.hpp"

namespace nn {

/// How many rows of `logits` [images, classes] have their largest value at their label; among equal
/// values the lowest class counts as the largest. Throws std::invalid_argument unless there is one
/// label a row and each lies in [0, classes).
[[nodiscard]] std::size_t count_correct(const tensor& logits, std::span<const int> labels);

} // namespace nn
