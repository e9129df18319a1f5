#pragma once

#include <span>

#include "nn/tensor.hpp"

namespace nn {

/// Mean over the batch of -log(softmax(logits)[label]). Overwrites `gradient`, which takes the
/// extents of `logits` [images, classes], with (softmax(logits) - one_hot(label)) / images.
/// Throws std::invalid_argument unless there is one label a row and each lies in [0, classes).
double cross_entropy(const tensor& logits, std::span<const int> labels, tensor& gradient);

} // namespace nn
