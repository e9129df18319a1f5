#pragma once

#include <cstddef>
#include <span>

#include "nn/node.hpp"
#include "nn/tensor.hpp"

namespace nn {

/// Multiply-accumulates that a backward pass really did.
struct backward_macs {
    std::size_t weight_gradient = 0;
    std::size_t input_gradient = 0;

    friend bool operator==(const backward_macs&, const backward_macs&) = default;
};

/// Runs one network on batches, on the device that made it (device/device.hpp). The nodes are those
/// that it was made for, with parameters of the same extents.
class executor {
  public:
    executor() = default;
    executor(const executor&) = delete;
    executor(executor&&) = delete;
    executor& operator=(const executor&) = delete;
    executor& operator=(executor&&) = delete;
    virtual ~executor() = default;

    /// Images of the last forward pass; 0 before the first.
    [[nodiscard]] virtual std::size_t images() const = 0;

    /// The output of the last node, [images, channels, height, width]. The device is at rest when
    /// it returns.
    virtual const tensor& forward(std::span<node> nodes, const tensor& batch, mode how) = 0;

    /// What a node gave in the last forward pass, [images, channels, height, width]. The device is
    /// at rest when it returns.
    [[nodiscard]] virtual tensor output(std::span<const node> nodes, node_id which) = 0;

    /// Overwrites the gradients of all parameters of nodes that train, and of the input where a
    /// place for it is given. Computes nothing that no gradient needs. The device may be at work
    /// when it returns, unless the input's gradient was asked for.
    virtual backward_macs
    backward(std::span<node> nodes, const tensor& output_gradient, tensor* input_gradient) = 0;
};

} // namespace nn
