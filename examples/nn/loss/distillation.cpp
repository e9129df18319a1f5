#include "nn/loss/distillation.hpp"

#include <cmath>

#include "nn/loss/cross_entropy.hpp"
#include "nn/loss/rows.hpp"

namespace nn {

distillation_loss distil(
    const tensor& student, const tensor& teacher, std::span<const int> labels, tensor& gradient,
    double temperature) {
    if (teacher.shape() != student.shape()) {
        throw std::invalid_argument(
            "teacher: logits are " + to_string(teacher.shape()) + ", expected " +
            to_string(student.shape()) + " like the student's");
    }
    if (!(temperature > 0.0)) {
        throw std::invalid_argument(
            "temperature: found " + std::to_string(temperature) + ", expected more than 0");
    }
    distillation_loss loss{.cross_entropy = cross_entropy(student, labels, gradient)};
    const logit_rows rows = check_rows(student, labels);
    const auto images = static_cast<double>(rows.images);
    for (std::size_t image = 0; image < rows.images; ++image) {
        const auto taught = rows.row(student, image);
        const auto teaching = rows.row(teacher, image);
        const auto slope = rows.row(gradient, image);
        const double taught_sum = log_sum_exp(taught, temperature);
        const double teaching_sum = log_sum_exp(teaching, temperature);
        for (std::size_t place = 0; place < rows.classes; ++place) {
            const double log_q = static_cast<double>(taught[place]) / temperature - taught_sum;
            const double log_p = static_cast<double>(teaching[place]) / temperature - teaching_sum;
            const double p = std::exp(log_p);
            loss.divergence += p * (log_p - log_q);
            slope[place] += static_cast<float>((std::exp(log_q) - p) / (temperature * images));
        }
    }
    loss.divergence /= images;
    return loss;
}

} // namespace nn
