#include "nn/optimiser/sgd.hpp"

#include "nn/device/device.hpp"

namespace nn {

void sgd::update(std::span<const stepping> all, double rate) {
    updates_.clear();
    for (const stepping& one : all) {
        updates_.push_back(
            {.size = one.moved->value.size(),
             .value = one.moved->value.data(),
             .gradient = one.moved->gradient.data(),
             .velocity = one.slots->tensors[0].data(),
             .rate = static_cast<float>(rate),
             .momentum = static_cast<float>(options_.momentum),
             .decay = static_cast<float>(options_.weight_decay),
             .nesterov = options_.nesterov});
    }
    current_device().update(updates_);
}

} // namespace nn
