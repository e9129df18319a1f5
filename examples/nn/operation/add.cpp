#include "nn/operation/add.hpp"

#include <algorithm>
#include <stdexcept>

#include "nn/matrix.hpp"
#include "nn/parallel.hpp"

namespace nn {

void add::connect(node& self, std::span<const image_shape> inputs) const {
    self.input = self.output = inputs[0];
    if (inputs[1] != inputs[0]) {
        throw std::invalid_argument(
            self.name + ": its second input is " + to_string(inputs[1]) + ", expected " +
            to_string(inputs[0]) + " like its first");
    }
}

void add::forward(
    node& /*self*/, std::span<const tensor* const> inputs, tensor& output, mode /*how*/) {
    for_each_chunk(output.size(), elementwise_chunk, [&](std::size_t begin, std::size_t end) {
        as_array(output.data() + begin, end - begin) =
            as_array(inputs[0]->data() + begin, end - begin) +
            as_array(inputs[1]->data() + begin, end - begin);
    });
}

backward_macs add::backward(node& /*self*/, const backward_job& job) {
    for (tensor* gradient : job.input_gradients) {
        if (gradient != nullptr) {
            for_each_chunk(
                job.output.size(), elementwise_chunk, [&](std::size_t begin, std::size_t end) {
                    std::copy_n(
                        job.output_gradient.data() + begin, end - begin, gradient->data() + begin);
                });
        }
    }
    return {};
}

} // namespace nn
