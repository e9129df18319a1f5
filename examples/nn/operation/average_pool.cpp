#include "nn/operation/average_pool.hpp"

#include <algorithm>

#include "nn/operation/pooling.hpp"
#include "nn/parallel.hpp"

namespace nn {

void average_pool::connect(node& self, std::span<const image_shape> inputs) const {
    self.input = inputs[0];
    self.output = slide_window(self, self.input);
}

void average_pool::forward(
    node& self, std::span<const tensor* const> inputs, tensor& output, mode /*how*/) {
    const float share = 1.0F / static_cast<float>(self.window.kernel * self.window.kernel);
    for_each(output.shape()[0] * self.input.channels, [&](std::size_t channel) {
        const float* x = inputs[0]->data() + channel * self.input.plane();
        float* y = output.data() + channel * self.output.plane();
        visit_windows(self, [&](std::size_t pixel, const pooling_window& window) {
            float sum = 0.0F;
            window.visit(self.input.width, [&](std::size_t from) { sum += x[from]; });
            y[pixel] = sum * share;
        });
    });
}

backward_macs average_pool::backward(node& self, const backward_job& job) {
    if (job.input_gradients[0] == nullptr) {
        return {};
    }
    const float share = 1.0F / static_cast<float>(self.window.kernel * self.window.kernel);
    for_each(job.output.shape()[0] * self.input.channels, [&](std::size_t channel) {
        const float* dy = job.output_gradient.data() + channel * self.output.plane();
        float* dx = job.input_gradients[0]->data() + channel * self.input.plane();
        std::fill_n(dx, self.input.plane(), 0.0F);
        visit_windows(self, [&](std::size_t pixel, const pooling_window& window) {
            window.visit(self.input.width, [&](std::size_t to) { dx[to] += dy[pixel] * share; });
        });
    });
    return {};
}

} // namespace nn
