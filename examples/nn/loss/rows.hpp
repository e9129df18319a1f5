#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>

#include "nn/tensor.hpp"

namespace nn {

/// Logits as rows of classes, one row an image.
struct logit_rows {
    std::size_t images = 0;
    std::size_t classes = 0;

    [[nodiscard]] std::span<const float> row(const tensor& logits, std::size_t image) const {
        return logits.values().subspan(image * classes, classes);
    }
    [[nodiscard]] std::span<float> row(tensor& logits, std::size_t image) const {
        return logits.values().subspan(image * classes, classes);
    }
};

/// Throws std::invalid_argument unless there is one label a row and each lies in [0, classes).
inline logit_rows check_rows(const tensor& logits, std::span<const int> labels) {
    const std::size_t images = logits.shape()[0];
    if (images == 0 || labels.size() != images) {
        throw std::invalid_argument(
            "labels: found " + std::to_string(labels.size()) + ", expected one for each of the " +
            std::to_string(images) + " rows of logits");
    }
    const std::size_t classes = logits.size() / images;
    for (const int label : labels) {
        if (label < 0 || static_cast<std::size_t>(label) >= classes) {
            throw std::invalid_argument(
                "labels: found " + std::to_string(label) + ", expected one in [0, " +
                std::to_string(classes) + ")");
        }
    }
    return {images, classes};
}

/// log(sum of exp(x / temperature)) of a row, without overflow.
inline double log_sum_exp(std::span<const float> row, double temperature) {
    const auto largest = static_cast<double>(*std::max_element(row.begin(), row.end()));
    double sum = 0.0;
    for (const float value : row) {
        sum += std::exp((static_cast<double>(value) - largest) / temperature);
    }
    return largest / temperature + std::log(sum);
}

} // namespace nn
