#include "nn/operation/global_average_pool.hpp"

#include <algorithm>

#include "nn/matrix.hpp"
#include "nn/parallel.hpp"

namespace nn {

void global_average_pool::connect(node& self, std::span<const image_shape> inputs) const {
    self.input = inputs[0];
    self.output = {self.input.channels, 1, 1};
}

void global_average_pool::forward(
    node& self, std::span<const tensor* const> inputs, tensor& output, mode /*how*/) {
    const std::size_t plane = self.input.plane();
    for_each_chunk(output.size(), self.input.channels, [&](std::size_t begin, std::size_t end) {
        for (std::size_t channel = begin; channel < end; ++channel) {
            output[channel] = as_array(inputs[0]->data() + channel * plane, plane).mean();
        }
    });
}

backward_macs global_average_pool::backward(node& self, const backward_job& job) {
    if (job.input_gradients[0] == nullptr) {
        return {};
    }
    const std::size_t plane = self.input.plane();
    const float share = 1.0F / static_cast<float>(plane);
    float* dx = job.input_gradients[0]->data();
    for_each_chunk(job.output.size(), self.input.channels, [&](std::size_t begin, std::size_t end) {
        for (std::size_t channel = begin; channel < end; ++channel) {
            std::fill_n(dx + channel * plane, plane, job.output_gradient[channel] * share);
        }
    });
    return {};
}

} // namespace nn
