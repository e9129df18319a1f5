#include "nn/operation/dense.hpp"

#include "nn/matrix.hpp"
#include "nn/parallel.hpp"

namespace nn {
namespace {

/// Rows or columns of a result that one thread computes at a time.
constexpr std::size_t strip = 32;

/// Calls `body(begin, length)` for each strip of [0, count), in Eigen's signed indices.
template <class Body>
void for_each_strip(std::size_t count, const Body& body) {
    for_each_chunk(count, strip, [&](std::size_t begin, std::size_t end) {
        body(static_cast<Eigen::Index>(begin), static_cast<Eigen::Index>(end - begin));
    });
}

} // namespace

std::size_t dense::part_images(const node& /*self*/, std::size_t images) const {
    return images;
}

void dense::forward(
    const node& self, const batch_part& part, const float* input, float* output) {
    const std::size_t in = self.input.channels;
    const std::size_t out = self.output.channels;
    const auto x = as_matrix(input, part.images, in);
    const auto weight = as_matrix(self.find(parameter_role::weight)->value.data(), out, in);
    const auto bias = as_matrix(self.find(parameter_role::bias)->value.data(), 1, out);
    auto y = as_matrix(output, part.images, out);
    for_each_strip(out, [&](Eigen::Index begin, Eigen::Index length) {
        auto columns = y.middleCols(begin, length);
        columns.noalias() = x * weight.middleRows(begin, length).transpose();
        columns.rowwise() += bias.middleCols(begin, length).row(0);
    });
}

void dense::backward(node& self, const batch_part& part, const backward_part& memory) {
    const std::size_t in = self.input.channels;
    const std::size_t out = self.output.channels;
    parameter& weight = *self.find(parameter_role::weight);
    const auto dy = as_matrix(memory.output_gradient, part.images, out);
    if (memory.parameters) {
        const auto x = as_matrix(memory.input, part.images, in);
        auto weight_gradient = as_matrix(weight.gradient.data(), out, in);
        auto bias_gradient = as_matrix(self.find(parameter_role::bias)->gradient.data(), 1, out);
        for_each_strip(out, [&](Eigen::Index begin, Eigen::Index length) {
            const auto columns = dy.middleCols(begin, length);
            weight_gradient.middleRows(begin, length).noalias() = columns.transpose() * x;
            bias_gradient.middleCols(begin, length) = columns.colwise().sum();
        });
    }
    if (memory.input_gradient != nullptr) {
        const auto values = as_matrix(weight.value.data(), out, in);
        auto dx = as_matrix(memory.input_gradient, part.images, in);
        for_each_strip(in, [&](Eigen::Index begin, Eigen::Index length) {
            dx.middleCols(begin, length).noalias() = dy * values.middleCols(begin, length);
        });
    }
}

} // namespace nn
