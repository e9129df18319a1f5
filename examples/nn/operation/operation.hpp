#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "nn/node.hpp"
#include "nn/tensor.hpp"

namespace nn {

/// Multiply-accumulates that a backward pass really did.
struct backward_macs {
    std::size_t weight_gradient = 0;
    std::size_t input_gradient = 0;

    backward_macs& operator+=(const backward_macs& other) {
        weight_gradient += other.weight_gradient;
        input_gradient += other.input_gradient;
        return *this;
    }
    friend bool operator==(const backward_macs&, const backward_macs&) = default;
};

/// What a backward step reads and where it writes.
struct backward_job {
    std::span<const tensor* const> inputs;
    const tensor& output;
    const tensor& output_gradient;
    /// One an input, of the input's extents, to be overwritten; null where nobody needs it.
    std::span<tensor* const> input_gradients;
    /// Whether to overwrite the gradients of the node's parameters.
    bool parameter_gradients;
};

/// How a kind of node computes. Holds only what a forward step leaves for the backward step that
/// follows it; parameters and extents live in the node.
class operation {
  public:
    operation() = default;
    operation(const operation&) = delete;
    operation(operation&&) = delete;
    operation& operator=(const operation&) = delete;
    operation& operator=(operation&&) = delete;
    virtual ~operation() = default;

    /// Derives the node's extents and window from the extents of its inputs and of its parameters.
    /// Throws std::invalid_argument with a sentence that names the node where they do not fit.
    virtual void connect(node& self, std::span<const image_shape> inputs) const = 0;

    /// Overwrites `output`, which has the right extents already.
    virtual void
    forward(node& self, std::span<const tensor* const> inputs, tensor& output, mode how) = 0;

    /// Follows a forward step with the same inputs and output.
    virtual backward_macs backward(node& self, const backward_job& job) = 0;

    /// Multiply-accumulates of a forward step for one image.
    [[nodiscard]] virtual std::size_t macs(const node& /*self*/) const { return 0; }
};

/// A fresh operation of this kind.
[[nodiscard]] std::unique_ptr<operation> make_operation(node_kind kind);

/// Throws std::invalid_argument unless the node's parameter of this role has these extents:
/// "conv2: weight is 32x16x3x3, expected 32x12x3x3".
void expect_extents(const node& self, parameter_role role, const shape& expected);

/// The extents of the parameter of this role. Throws std::invalid_argument where it has another
/// rank or an extent of zero.
[[nodiscard]] const shape& extents_of(const node& self, parameter_role role, std::size_t rank);

/// The output of the node's window over `input`. Throws std::invalid_argument where it never fits.
[[nodiscard]] image_shape slide_window(const node& self, const image_shape& input);

} // namespace nn
