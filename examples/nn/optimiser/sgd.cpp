#include "nn/optimiser/sgd.hpp"

#include "nn/parallel.hpp"

namespace nn {

void sgd::update(tensor& value, const tensor& gradient, optimiser_slots& slots, double rate) const {
    const auto momentum = static_cast<float>(options_.momentum);
    const auto decay = static_cast<float>(options_.weight_decay);
    const auto step = static_cast<float>(rate);
    float* w = value.data();
    float* v = slots.tensors[0].data();
    const float* slope = gradient.data();
    for_each_chunk(value.size(), elementwise_chunk, [&](std::size_t begin, std::size_t end) {
        for (std::size_t place = begin; place < end; ++place) {
            const float g = slope[place] + decay * w[place];
            v[place] = momentum * v[place] + g;
            w[place] -= step * (options_.nesterov ? g + momentum * v[place] : v[place]);
        }
    });
}

} // namespace nn
