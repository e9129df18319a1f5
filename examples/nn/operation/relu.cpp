#include "nn/operation/relu.hpp"

#include "nn/matrix.hpp"
#include "nn/parallel.hpp"

namespace nn {

void relu::connect(node& self, std::span<const image_shape> inputs) const {
    self.input = self.output = inputs[0];
}

void relu::forward(
    node& /*self*/, std::span<const tensor* const> inputs, tensor& output, mode /*how*/) {
    for_each_chunk(output.size(), elementwise_chunk, [&](std::size_t begin, std::size_t end) {
        as_array(output.data() + begin, end - begin) =
            as_array(inputs[0]->data() + begin, end - begin).max(0.0F).min(ceiling_);
    });
}

backward_macs relu::backward(node& /*self*/, const backward_job& job) {
    if (job.input_gradients[0] == nullptr) {
        return {};
    }
    const float* y = job.output.data();
    const float* dy = job.output_gradient.data();
    float* dx = job.input_gradients[0]->data();
    const float ceiling = ceiling_;
    for_each_chunk(job.output.size(), elementwise_chunk, [&](std::size_t begin, std::size_t end) {
        for (std::size_t place = begin; place < end; ++place) {
            const float gradient = dy[place];
            const bool open = y[place] > 0.0F && y[place] < ceiling;
            dx[place] = open ? gradient : 0.0F;
        }
    });
    return {};
}

} // namespace nn
