#include "nn/operation/dense.hpp"

#include <stdexcept>

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

void dense::connect(node& self, std::span<const image_shape> inputs) const {
    self.input = inputs[0];
    if (self.input.plane() != 1) {
        throw std::invalid_argument(
            self.name + ": input is " + to_string(self.input) + ", expected a flat one");
    }
    const std::size_t out = extents_of(self, parameter_role::weight, 2)[0];
    expect_extents(self, parameter_role::weight, {out, self.input.channels});
    expect_extents(self, parameter_role::bias, {out});
    self.output = {out, 1, 1};
}

void dense::forward(
    node& self, std::span<const tensor* const> inputs, tensor& output, mode /*how*/) {
    const std::size_t rows = output.shape()[0];
    const std::size_t in = self.input.channels;
    const std::size_t out = self.output.channels;
    const auto x = as_matrix(inputs[0]->data(), rows, in);
    const auto weight = as_matrix(self.find(parameter_role::weight)->value.data(), out, in);
    const auto bias = as_matrix(self.find(parameter_role::bias)->value.data(), 1, out);
    auto y = as_matrix(output.data(), rows, out);
    for_each_strip(out, [&](Eigen::Index begin, Eigen::Index length) {
        auto part = y.middleCols(begin, length);
        part.noalias() = x * weight.middleRows(begin, length).transpose();
        part.rowwise() += bias.middleCols(begin, length).row(0);
    });
}

backward_macs dense::backward(node& self, const backward_job& job) {
    const std::size_t rows = job.output.shape()[0];
    const std::size_t in = self.input.channels;
    const std::size_t out = self.output.channels;
    parameter& weight = *self.find(parameter_role::weight);
    const auto dy = as_matrix(job.output_gradient.data(), rows, out);
    backward_macs done;
    if (job.parameter_gradients) {
        const auto x = as_matrix(job.inputs[0]->data(), rows, in);
        auto weight_gradient = as_matrix(weight.gradient.data(), out, in);
        auto bias_gradient = as_matrix(self.find(parameter_role::bias)->gradient.data(), 1, out);
        for_each_strip(out, [&](Eigen::Index begin, Eigen::Index length) {
            const auto part = dy.middleCols(begin, length);
            weight_gradient.middleRows(begin, length).noalias() = part.transpose() * x;
            bias_gradient.middleCols(begin, length) = part.colwise().sum();
        });
        done.weight_gradient = rows * macs(self);
    }
    if (job.input_gradients[0] != nullptr) {
        const auto values = as_matrix(weight.value.data(), out, in);
        auto dx = as_matrix(job.input_gradients[0]->data(), rows, in);
        for_each_strip(in, [&](Eigen::Index begin, Eigen::Index length) {
            dx.middleCols(begin, length).noalias() = dy * values.middleCols(begin, length);
        });
        done.input_gradient = rows * macs(self);
    }
    return done;
}

std::size_t dense::macs(const node& self) const {
    return self.input.channels * self.output.channels;
}

} // namespace nn
