#include "nn/operation/global_average_pool.hpp"

#include "nn/matrix.hpp"

namespace nn {

std::size_t global_average_pool::part_images(const node& self, std::size_t images) const {
    return images_in_cache(self, images);
}

void global_average_pool::forward(
    const node& self, const batch_part& part, const float* input, float* output) {
    const std::size_t channels = self.input.channels;
    for (std::size_t image = 0; image < part.images; ++image) {
        as_matrix(output + image * channels, 1, channels) =
            as_matrix(input + image * self.input.size(), self.input.plane(), channels)
                .colwise()
                .mean();
    }
}

void global_average_pool::backward(
    node& self, const batch_part& part, const backward_part& memory) {
    if (memory.input_gradient == nullptr) {
        return;
    }
    const std::size_t channels = self.input.channels;
    const float share = 1.0F / static_cast<float>(self.input.plane());
    for (std::size_t image = 0; image < part.images; ++image) {
        as_matrix(memory.input_gradient + image * self.input.size(), self.input.plane(), channels)
            .rowwise() =
            (as_matrix(memory.output_gradient + image * channels, 1, channels) * share).row(0);
    }
}

} // namespace nn
