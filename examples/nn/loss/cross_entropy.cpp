#include "nn/loss/cross_entropy.hpp"

#include <cmath>

#include "nn/loss/rows.hpp"

namespace nn {

double cross_entropy(const tensor& logits, std::span<const int> labels, tensor& gradient) {
    const logit_rows rows = check_rows(logits, labels);
    gradient.reshape(logits.shape());
    const auto images = static_cast<double>(rows.images);
    double loss = 0.0;
    for (std::size_t image = 0; image < rows.images; ++image) {
        const auto label = static_cast<std::size_t>(labels[image]);
        const auto row = rows.row(logits, image);
        const auto slope = rows.row(gradient, image);
        const double log_sum = log_sum_exp(row, 1.0);
        for (std::size_t place = 0; place < rows.classes; ++place) {
            const double probability = std::exp(static_cast<double>(row[place]) - log_sum);
            const double target = place == label ? 1.0 : 0.0;
            slope[place] = static_cast<float>((probability - target) / images);
        }
        loss += log_sum - static_cast<double>(row[label]);
    }
    return loss / images;
}

} // namespace nn
