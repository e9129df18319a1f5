#include "nn/operation/flatten.hpp"

#include "nn/channels.hpp"

namespace nn {

std::size_t flatten::part_images(const node& self, std::size_t images) const {
    return images_in_cache(self, images);
}

void flatten::forward(const node& self, const batch_part& part, const float* input, float* output) {
    to_channels_first(part.images, self.input.plane(), self.input.channels, input, output);
}

void flatten::backward(node& self, const batch_part& part, const backward_part& memory) {
    if (memory.input_gradient != nullptr) {
        to_channels_last(
            part.images, self.input.plane(), self.input.channels, memory.output_gradient,
            memory.input_gradient);
    }
}

} // namespace nn
