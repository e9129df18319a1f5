#include "nn/optimiser/nadam.hpp"

#include <cmath>

#include "nn/device/device.hpp"

namespace nn {

double nadam::momentum_at(double step) const {
    return options_.beta1 * (1.0 - 0.5 * std::pow(0.96, step * options_.momentum_decay));
}

nadam_update nadam::update_of(const stepping& one, double rate) const {
    optimiser_slots& slots = *one.slots;
    const auto step = static_cast<double>(slots.steps);
    const double momentum = momentum_at(step);
    const double next_momentum = momentum_at(step + 1.0);
    slots.momentum_product *= momentum;
    const double next_product = slots.momentum_product * next_momentum;
    return {
        .size = one.moved->value.size(),
        .value = one.moved->value.data(),
        .gradient = one.moved->gradient.data(),
        .mean = slots.tensors[0].data(),
        .square = slots.tensors[1].data(),
        .gradient_rate =
            static_cast<float>(rate * (1.0 - momentum) / (1.0 - slots.momentum_product)),
        .momentum_rate = static_cast<float>(rate * next_momentum / (1.0 - next_product)),
        .correction = static_cast<float>(1.0 / (1.0 - std::pow(options_.beta2, step))),
        .beta1 = static_cast<float>(options_.beta1),
        .beta2 = static_cast<float>(options_.beta2),
        .rest1 = static_cast<float>(1.0 - options_.beta1),
        .rest2 = static_cast<float>(1.0 - options_.beta2),
        .epsilon = static_cast<float>(options_.epsilon),
        .decay = static_cast<float>(options_.weight_decay)};
}

void nadam::update(std::span<const stepping> all, double rate) {
    updates_.clear();
    for (const stepping& one : all) {
        updates_.push_back(update_of(one, rate));
    }
    current_device().update(updates_);
}

} // namespace nn
