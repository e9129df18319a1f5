#include "nn/operation/convolution.hpp"

#include <stdexcept>

#include "nn/matrix.hpp"
#include "nn/operation/convolution_engine.hpp"
#include "nn/parallel.hpp"

namespace nn {
namespace {

convolution_problem problem_of(const node& self, std::size_t images) {
    return {images, self.input, self.output, self.window};
}

/// gradient[o] = sum over images and pixels of output_gradient[n, o, y, x].
void sum_bias_gradient(const node& self, const tensor& output_gradient, tensor& gradient) {
    const std::size_t channels = self.output.channels;
    const std::size_t plane = self.output.plane();
    for_each(channels, [&](std::size_t channel) {
        double sum = 0.0;
        for (std::size_t place = channel * plane; place < output_gradient.size();
             place += channels * plane) {
            sum += static_cast<double>(as_array(output_gradient.data() + place, plane).sum());
        }
        gradient[channel] = static_cast<float>(sum);
    });
}

} // namespace

void convolution::connect(node& self, std::span<const image_shape> inputs) const {
    self.input = inputs[0];
    const shape weight = extents_of(self, parameter_role::weight, 4);
    const std::size_t out = weight[0];
    if (self.window.depthwise) {
        self.window.groups = self.input.channels;
    }
    const std::size_t groups = self.window.groups;
    if (groups == 0 || self.input.channels % groups != 0 || out % groups != 0) {
        throw std::invalid_argument(
            self.name + ": weight is " + to_string(weight) + ", expected " +
            std::to_string(groups) + " groups to divide its " + std::to_string(out) +
            " outputs and its " + std::to_string(self.input.channels) + " inputs");
    }
    self.window.kernel = weight[2];
    expect_extents(
        self, parameter_role::weight,
        {out, self.input.channels / groups, self.window.kernel, self.window.kernel});
    if (self.find(parameter_role::bias) != nullptr) {
        expect_extents(self, parameter_role::bias, {out});
    }
    self.output = slide_window(self, self.input);
    self.output.channels = out;
}

void convolution::forward(
    node& self, std::span<const tensor* const> inputs, tensor& output, mode /*how*/) {
    const parameter* bias = self.find(parameter_role::bias);
    convolve(
        problem_of(self, output.shape()[0]), inputs[0]->data(),
        self.find(parameter_role::weight)->value.data(),
        bias == nullptr ? nullptr : bias->value.data(), output.data());
}

backward_macs convolution::backward(node& self, const backward_job& job) {
    const convolution_problem problem = problem_of(self, job.output.shape()[0]);
    const std::size_t macs = problem.images * problem.macs();
    parameter& weight = *self.find(parameter_role::weight);
    backward_macs done;
    if (job.parameter_gradients) {
        convolve_weight_gradient(
            problem, job.inputs[0]->data(), job.output_gradient.data(), weight.gradient.data());
        if (parameter* bias = self.find(parameter_role::bias)) {
            sum_bias_gradient(self, job.output_gradient, bias->gradient);
        }
        done.weight_gradient = macs;
    }
    if (job.input_gradients[0] != nullptr) {
        convolve_input_gradient(
            problem, job.output_gradient.data(), weight.value.data(),
            job.input_gradients[0]->data());
        done.input_gradient = macs;
    }
    return done;
}

std::size_t convolution::macs(const node& self) const {
    return problem_of(self, 1).macs();
}

} // namespace nn
