#include "nn/optimiser/nadam.hpp"

#include <cmath>

#include "nn/parallel.hpp"

namespace nn {

double nadam::momentum_at(double step) const {
    return options_.beta1 * (1.0 - 0.5 * std::pow(0.96, step * options_.momentum_decay));
}

void nadam::update(
    tensor& value, const tensor& gradient, optimiser_slots& slots, double rate) const {
    const auto step = static_cast<double>(slots.steps);
    const double momentum = momentum_at(step);
    const double next_momentum = momentum_at(step + 1.0);
    slots.momentum_product *= momentum;
    const double next_product = slots.momentum_product * next_momentum;

    const auto gradient_rate =
        static_cast<float>(rate * (1.0 - momentum) / (1.0 - slots.momentum_product));
    const auto momentum_rate = static_cast<float>(rate * next_momentum / (1.0 - next_product));
    const auto correction = static_cast<float>(1.0 / (1.0 - std::pow(options_.beta2, step)));
    const auto beta1 = static_cast<float>(options_.beta1);
    const auto beta2 = static_cast<float>(options_.beta2);
    const auto rest1 = static_cast<float>(1.0 - options_.beta1);
    const auto rest2 = static_cast<float>(1.0 - options_.beta2);
    const auto epsilon = static_cast<float>(options_.epsilon);
    const auto decay = static_cast<float>(options_.weight_decay);

    float* w = value.data();
    float* m = slots.tensors[0].data();
    float* v = slots.tensors[1].data();
    const float* slope = gradient.data();
    for_each_chunk(value.size(), elementwise_chunk, [&](std::size_t begin, std::size_t end) {
        for (std::size_t place = begin; place < end; ++place) {
            const float g = slope[place] + decay * w[place];
            m[place] = beta1 * m[place] + rest1 * g;
            v[place] = beta2 * v[place] + rest2 * g * g;
            w[place] -= (gradient_rate * g + momentum_rate * m[place]) /
                        (std::sqrt(v[place] * correction) + epsilon);
        }
    });
}

} // namespace nn
