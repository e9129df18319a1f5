#pragma once

#include <cstddef>

#include "nn/node.hpp"
#include "nn/shape.hpp"

namespace nn {

/// The extents of a convolution of a batch.
struct convolution_problem {
    std::size_t images = 0;
    image_shape input{};
    image_shape output{};
    geometry window{};

    [[nodiscard]] std::size_t group_inputs() const { return input.channels / window.groups; }
    [[nodiscard]] std::size_t group_outputs() const { return output.channels / window.groups; }
    /// Weights of one output channel.
    [[nodiscard]] std::size_t filter() const {
        return group_inputs() * window.kernel * window.kernel;
    }
    [[nodiscard]] std::size_t weights() const { return output.channels * filter(); }
    /// Multiply-accumulates for one image.
    [[nodiscard]] std::size_t macs() const { return weights() * output.plane(); }
};

// The seam behind which convolutions are computed. Memory belongs to the caller: activations
// [images, channels, height, width], weights [out, in / groups, kernel, kernel]. All three
// overwrite their result, run in parallel, and give the same numbers with any number of threads.

/// output[n, o] = sum over c, i, j of weight[o, c, i, j] * input[n, c, y s + i - p, x s + j - p],
/// plus bias[o] where `bias` is not null.
void convolve(
    const convolution_problem& problem, const float* input, const float* weight, const float* bias,
    float* output);

/// The gradient of the weights, summed over the batch.
void convolve_weight_gradient(
    const convolution_problem& problem, const float* input, const float* output_gradient,
    float* weight_gradient);

/// The gradient of the input.
void convolve_input_gradient(
    const convolution_problem& problem, const float* output_gradient, const float* weight,
    float* input_gradient);

} // namespace nn
