#pragma once

#include <cstddef>
#include <memory>

#include "nn/node.hpp"
#include "nn/shape.hpp"
#include "nn/step_memory.hpp"

namespace nn {

/// The extents of a convolution of some images.
struct convolution_problem {
    std::size_t images = 0;
    image_shape input{};
    image_shape output{};
    geometry window{};
    bool bias = false;

    [[nodiscard]] std::size_t group_inputs() const { return input.channels / window.groups; }
    [[nodiscard]] std::size_t group_outputs() const { return output.channels / window.groups; }
    /// Weights of one output channel.
    [[nodiscard]] std::size_t filter() const {
        return group_inputs() * window.kernel * window.kernel;
    }
    [[nodiscard]] std::size_t weights() const { return output.channels * filter(); }

    friend bool operator==(const convolution_problem&, const convolution_problem&) = default;
};

/// The seam behind which convolutions are computed: one convolution of a fixed number of images.
/// Activations are channels last, [images, height, width, channels]; weights are
/// [out, in / groups, kernel, kernel], and the engine keeps them in an order of its own. Up to
/// `threads` threads may compute at once, each on memory of its own; gradients of weights add up in
/// `lanes` sums, each for one thread at a time.
class convolution_engine {
  public:
    convolution_engine() = default;
    convolution_engine(const convolution_engine&) = delete;
    convolution_engine(convolution_engine&&) = delete;
    convolution_engine& operator=(const convolution_engine&) = delete;
    convolution_engine& operator=(convolution_engine&&) = delete;
    virtual ~convolution_engine() = default;

    /// The weights that `forward` uses until the next step starts, and those of `input_gradient`.
    virtual void take_forward_weights(const float* weight, step_memory& memory) = 0;
    virtual void take_backward_weights(const float* weight, step_memory& memory) = 0;

    /// output[n, y, x, o] = sum over i, j, c of weight[o, c, i, j] * input[n, y s + i - p,
    /// x s + j - p, c], plus bias[o] where the problem has one.
    virtual void forward(const float* input, const float* bias, float* output) = 0;

    /// Overwrites the gradient of the input.
    virtual void input_gradient(const float* output_gradient, float* input_gradient) = 0;

    /// Sets all lanes to zero, until the next step starts.
    virtual void clear_weight_gradient(step_memory& memory) = 0;
    /// Adds the gradient of the weights to a lane.
    virtual void
    add_weight_gradient(std::size_t lane, const float* input, const float* output_gradient) = 0;
    /// Adds all lanes, in order, to `gradient`.
    virtual void give_weight_gradient(float* gradient) = 0;
};

/// Matrix products by Eigen; works everywhere.
[[nodiscard]] std::unique_ptr<convolution_engine>
make_eigen_engine(const convolution_problem& problem, std::size_t threads, std::size_t lanes);

/// Winograd's algorithm, see winograd.hpp: less than half of the multiplications, the same results
/// to rounding. For windows of 3 x 3 without a stride or groups, padded by at most 2.
[[nodiscard]] std::unique_ptr<convolution_engine>
make_winograd_engine(const convolution_problem& problem, std::size_t threads, std::size_t lanes);

/// Kernels by oneDNN, where the build found it.
[[nodiscard]] std::unique_ptr<convolution_engine>
make_onednn_engine(const convolution_problem& problem, std::size_t threads, std::size_t lanes);

/// The engine that suits the problem best, of those that the build has.
[[nodiscard]] std::unique_ptr<convolution_engine>
make_convolution_engine(const convolution_problem& problem, std::size_t threads, std::size_t lanes);

} // namespace nn
