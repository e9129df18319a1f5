#pragma once

#include <cstddef>
#include <memory>

#include "nn/node.hpp"
#include "nn/step_memory.hpp"

namespace nn {

/// How a batch is cut into parts. Where the cuts lie depends on the network and the batch, never on
/// the number of threads, so that sums come out the same with any.
struct batch_split {
    std::size_t images = 0;
    /// Images of a part; the last one may have fewer.
    std::size_t part = 1;
    /// Parts that follow each other in the same lane add to the same sums.
    std::size_t lanes = 1;

    [[nodiscard]] std::size_t parts() const { return (images + part - 1) / part; }
};

/// Images [first, first + images) of a batch, in the lane that adds up their gradients.
struct batch_part {
    std::size_t first = 0;
    std::size_t images = 0;
    std::size_t lane = 0;
};

/// Where the backward step of a part reads and writes.
struct backward_part {
    const float* input = nullptr;
    const float* output_gradient = nullptr;
    /// To be overwritten; null where nobody needs it.
    float* input_gradient = nullptr;
    /// Whether to add to the gradients of the node's parameters.
    bool parameters = false;
};

/// What the parts of a backward pass will be asked for.
struct backward_needs {
    bool parameters = false;
    bool input = false;
};

/// How a kind of node computes that mixes pixels or channels. Memory is the caller's, of the part's
/// images alone, channels last: [images, height, width, channels].
class operation {
  public:
    operation() = default;
    operation(const operation&) = delete;
    operation(operation&&) = delete;
    operation& operator=(const operation&) = delete;
    operation& operator=(operation&&) = delete;
    virtual ~operation() = default;

    /// The images that a part had best have. Parts are computed by several threads at once; a part
    /// that is the whole batch, by a thread that may start others.
    [[nodiscard]] virtual std::size_t part_images(const node& self, std::size_t images) const = 0;

    /// Comes before the parts of a forward pass, a step of which the memory is.
    virtual void
    start_forward(const node& /*self*/, const batch_split& /*split*/, step_memory& /*memory*/) {}
    virtual void
    forward(const node& self, const batch_part& part, const float* input, float* output) = 0;

    /// Comes before the parts of a backward pass, which follows a forward pass of the same batch
    /// and is another step.
    virtual void start_backward(
        const node& /*self*/, const batch_split& /*split*/, const backward_needs& /*needs*/,
        step_memory& /*memory*/) {}
    virtual void backward(node& self, const batch_part& part, const backward_part& memory) = 0;

    /// Overwrites the parameters' gradients by what the parts added up.
    virtual void finish_gradients(node& /*self*/) {}
};

/// Images of which input and output stay in a core's cache while they are computed.
[[nodiscard]] std::size_t images_in_cache(const node& self, std::size_t images);

/// A fresh operation of this kind; null for kinds that change each pixel by itself.
[[nodiscard]] std::unique_ptr<operation> make_operation(node_kind kind);

} // namespace nn
