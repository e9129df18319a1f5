#include "nn/operation/average_pool.hpp"

#include <algorithm>

#include "nn/matrix.hpp"
#include "nn/operation/pooling.hpp"

namespace nn {
namespace {

float share_of(const node& self) {
    return 1.0F / static_cast<float>(self.window.kernel * self.window.kernel);
}

} // namespace

std::size_t average_pool::part_images(const node& self, std::size_t images) const {
    return images_in_cache(self, images);
}

void average_pool::forward(
    const node& self, const batch_part& part, const float* input, float* output) {
    const std::size_t channels = self.input.channels;
    const float share = share_of(self);
    for (std::size_t image = 0; image < part.images; ++image) {
        const float* x = input + image * self.input.size();
        float* y = output + image * self.output.size();
        visit_windows(self, [&](std::size_t pixel, const pooling_window& window) {
            auto mean = as_array(y + pixel * channels, channels);
            mean.setZero();
            window.visit(self.input.width, [&](std::size_t from) {
                mean += as_array(x + from * channels, channels);
            });
            mean *= share;
        });
    }
}

void average_pool::backward(node& self, const batch_part& part, const backward_part& memory) {
    if (memory.input_gradient == nullptr) {
        return;
    }
    const std::size_t channels = self.input.channels;
    const float share = share_of(self);
    std::fill_n(memory.input_gradient, part.images * self.input.size(), 0.0F);
    for (std::size_t image = 0; image < part.images; ++image) {
        float* dx = memory.input_gradient + image * self.input.size();
        const float* dy = memory.output_gradient + image * self.output.size();
        visit_windows(self, [&](std::size_t pixel, const pooling_window& window) {
            window.visit(self.input.width, [&](std::size_t to) {
                as_array(dx + to * channels, channels) +=
                    as_array(dy + pixel * channels, channels) * share;
            });
        });
    }
}

} // namespace nn
