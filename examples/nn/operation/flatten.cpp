#include "nn/operation/flatten.hpp"

#include <algorithm>

namespace nn {

void flatten::connect(node& self, std::span<const image_shape> inputs) const {
    self.input = inputs[0];
    self.output = {self.input.size(), 1, 1};
}

void flatten::forward(
    node& /*self*/, std::span<const tensor* const> inputs, tensor& output, mode /*how*/) {
    std::copy_n(inputs[0]->data(), output.size(), output.data());
}

backward_macs flatten::backward(node& /*self*/, const backward_job& job) {
    if (job.input_gradients[0] != nullptr) {
        std::copy_n(
            job.output_gradient.data(), job.output_gradient.size(), job.input_gradients[0]->data());
    }
    return {};
}

} // namespace nn
