#include "nn/operation/dense.hpp"

#include "nn/engine/matrix_product.hpp"
#include "nn/matrix.hpp"
#include "nn/parallel.hpp"

namespace nn {
namespace {

/// Calls `body(begin, end)` for equal strips of [0, count) of at most 128: rows or columns of a
/// result, of which a thread computes some.
template <class Body>
void for_each_strip(std::size_t count, const Body& body) {
    constexpr std::size_t most = 128;
    const std::size_t strips = (count + most - 1) / most;
    for_each_chunk(count, (count + strips - 1) / strips, body);
}

} // namespace

std::size_t dense::part_images(const node& /*self*/, std::size_t images) const {
    return images;
}

void dense::forward(const node& self, const batch_part& part, const float* input, float* output) {
    const std::size_t in = self.input.channels;
    const std::size_t out = self.output.channels;
    const float* weight = self.find(parameter_role::weight)->value.data();
    const auto bias = as_matrix(self.find(parameter_role::bias)->value.data(), 1, out);
    for_each_strip(out, [&](std::size_t begin, std::size_t end) {
        multiply(
            part.images, in, end - begin, {input, in}, {weight + begin * in, in, true},
            output + begin, out);
    });
    as_matrix(output, part.images, out).rowwise() += bias.row(0);
}

void dense::backward(node& self, const batch_part& part, const backward_part& memory) {
    const std::size_t in = self.input.channels;
    const std::size_t out = self.output.channels;
    parameter& weight = *self.find(parameter_role::weight);
    const float* slope = memory.output_gradient;
    if (memory.parameters) {
        for_each_strip(out, [&](std::size_t begin, std::size_t end) {
            multiply(
                end - begin, part.images, in, {slope + begin, out, true}, {memory.input, in},
                weight.gradient.data() + begin * in, in);
        });
        as_matrix(self.find(parameter_role::bias)->gradient.data(), 1, out) =
            as_matrix(slope, part.images, out).colwise().sum();
    }
    if (memory.input_gradient != nullptr) {
        for_each_strip(in, [&](std::size_t begin, std::size_t end) {
            multiply(
                part.images, out, end - begin, {slope, out}, {weight.value.data() + begin, in},
                memory.input_gradient + begin, in);
        });
    }
}

} // namespace nn
