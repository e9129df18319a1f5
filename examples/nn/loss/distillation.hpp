#pragma once

#include <span>

#include "nn/tensor.hpp"

namespace nn {

/// The two parts of a distillation loss, each a mean over the batch.
struct distillation_loss {
    double cross_entropy = 0.0;
    double divergence = 0.0;

    [[nodiscard]] double sum() const { return cross_entropy + divergence; }
};

/// Cross-entropy of the student's logits y plus KL(softmax(t / T) || softmax(y / T)) against the
/// teacher's logits t, weighted equally, without a factor T^2. Overwrites `gradient` with the
/// gradient of the sum in y,
///
///     (softmax(y) - one_hot(label) + (softmax(y / T) - softmax(t / T)) / T) / images.
///
/// Throws std::invalid_argument unless student and teacher have the same extents [images, classes],
/// there is one label a row in [0, classes), and the temperature is positive.
distillation_loss distil(
    const tensor& student, const tensor& teacher, std::span<const int> labels, tensor& gradient,
    double temperature = 2.0);

} // namespace nn
