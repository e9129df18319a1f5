#include "nn/operation/max_pool.hpp"

#include <algorithm>

#include "nn/operation/pooling.hpp"

namespace nn {
namespace {

/// Takes over what is larger or not a number, and its place, channel by channel.
void take_larger(
    std::size_t channels, const float* other, std::uint32_t place, float* best,
    std::uint32_t* winner) {
#pragma omp simd
    for (std::size_t channel = 0; channel < channels; ++channel) {
        const int larger = static_cast<int>(other[channel] > best[channel]) |
                           static_cast<int>(other[channel] != other[channel]);
        best[channel] = larger != 0 ? other[channel] : best[channel];
        winner[channel] = larger != 0 ? place : winner[channel];
    }
}

} // namespace

std::size_t max_pool::part_images(const node& self, std::size_t images) const {
    return images_in_cache(self, images);
}

void max_pool::start_forward(const node& self, const batch_split& split, step_memory& /*memory*/) {
    winners_.resize(split.images * self.output.size());
}

void max_pool::forward(
    const node& self, const batch_part& part, const float* input, float* output) {
    const std::size_t channels = self.input.channels;
    for (std::size_t image = 0; image < part.images; ++image) {
        const float* x = input + image * self.input.size();
        float* y = output + image * self.output.size();
        std::uint32_t* winners = winners_.data() + (part.first + image) * self.output.size();
        visit_windows(self, [&](std::size_t pixel, const pooling_window& window) {
            float* best = y + pixel * channels;
            std::uint32_t* winner = winners + pixel * channels;
            const std::size_t first = window.top * self.input.width + window.left;
            std::copy_n(x + first * channels, channels, best);
            std::fill_n(winner, channels, static_cast<std::uint32_t>(first));
            window.visit(self.input.width, [&](std::size_t from) {
                take_larger(
                    channels, x + from * channels, static_cast<std::uint32_t>(from), best, winner);
            });
        });
    }
}

void max_pool::backward(node& self, const batch_part& part, const backward_part& memory) {
    const std::size_t channels = self.input.channels;
    if (memory.input_gradient == nullptr) {
        return;
    }
    std::fill_n(memory.input_gradient, part.images * self.input.size(), 0.0F);
    for (std::size_t image = 0; image < part.images; ++image) {
        float* dx = memory.input_gradient + image * self.input.size();
        const float* dy = memory.output_gradient + image * self.output.size();
        const std::uint32_t* winners = winners_.data() + (part.first + image) * self.output.size();
        for (std::size_t pixel = 0; pixel < self.output.plane(); ++pixel) {
            for (std::size_t channel = 0; channel < channels; ++channel) {
                const std::size_t place = pixel * channels + channel;
                dx[winners[place] * channels + channel] += dy[place];
            }
        }
    }
}

} // namespace nn
