#include "nn/operation/max_pool.hpp"

#include <algorithm>
#include <stdexcept>

#include "nn/operation/pooling.hpp"
#include "nn/parallel.hpp"

namespace nn {

void max_pool::connect(node& self, std::span<const image_shape> inputs) const {
    self.input = inputs[0];
    if (2 * self.window.padding > self.window.kernel) {
        throw std::invalid_argument(
            self.name + ": padding is " + std::to_string(self.window.padding) +
            ", expected at most half the kernel of " + std::to_string(self.window.kernel));
    }
    self.output = slide_window(self, self.input);
}

void max_pool::forward(
    node& self, std::span<const tensor* const> inputs, tensor& output, mode /*how*/) {
    winners_.resize(output.size());
    for_each(output.shape()[0] * self.input.channels, [&](std::size_t channel) {
        const float* x = inputs[0]->data() + channel * self.input.plane();
        float* y = output.data() + channel * self.output.plane();
        std::uint32_t* winners = winners_.data() + channel * self.output.plane();
        visit_windows(self, [&](std::size_t pixel, const pooling_window& window) {
            std::size_t best = window.top * self.input.width + window.left;
            window.visit(self.input.width, [&](std::size_t from) {
                best = x[from] > x[best] ? from : best;
            });
            y[pixel] = x[best];
            winners[pixel] = static_cast<std::uint32_t>(best);
        });
    });
}

backward_macs max_pool::backward(node& self, const backward_job& job) {
    if (job.input_gradients[0] == nullptr) {
        return {};
    }
    for_each(job.output.shape()[0] * self.input.channels, [&](std::size_t channel) {
        const std::size_t first = channel * self.output.plane();
        float* dx = job.input_gradients[0]->data() + channel * self.input.plane();
        std::fill_n(dx, self.input.plane(), 0.0F);
        for (std::size_t pixel = first; pixel < first + self.output.plane(); ++pixel) {
            dx[winners_[pixel]] += job.output_gradient[pixel];
        }
    });
    return {};
}

} // namespace nn
