#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "nn/executor.hpp"
#include "nn/node.hpp"
#include "nn/shape.hpp"
#include "nn/tensor.hpp"

namespace nn {

/// Without `groups` every output sees every input; with one group an input channel the convolution
/// is depthwise, and stays so when its input is cut.
struct convolution_options {
    std::size_t out = 1;
    std::size_t kernel = 1;
    std::size_t stride = 1;
    std::size_t padding = 0;
    std::size_t groups = 1;
    bool bias = false;
};

struct dense_options {
    std::size_t out = 1;
};

struct pool_options {
    std::size_t kernel = 2;
    std::size_t stride = 2;
    std::size_t padding = 0;
};

/// The values of all parameters and running statistics, node by node.
using network_state = std::vector<tensor>;

/// A feed-forward network, built node by node; the last node added is its output.
///
///     network net({1, 28, 28});
///     node_id x = net.convolution("conv1", net.input(), {.out = 16, .kernel = 3, .padding = 1});
///     x = net.relu(net.batch_norm("bn1", x));
///     x = net.dense("fc", net.global_average_pool(x), {.out = 10});
///
/// Activations are [images, channels, height, width]. It computes on the device that was the
/// current one in its first forward pass, with parameters in that device's memory: see
/// device/device.hpp for when they may be looked at. A copy has its own parameters and its own
/// frozen flags; it needs a forward pass of its own before a backward pass. Building functions
/// throw std::invalid_argument where a name is taken or extents do not fit.
class network {
  public:
    /// Weights are drawn from `seed` and the place of their node (see he_initialise); biases and
    /// shifts start at 0, scales at 1.
    explicit network(const image_shape& input, std::uint64_t seed = 0);

    network(const network& other);
    network(network&&) noexcept = default;
    network& operator=(const network& other);
    network& operator=(network&&) noexcept = default;
    ~network() = default;

    // Building.

    [[nodiscard]] node_id input() const { return {0}; }
    node_id convolution(std::string name, node_id from, const convolution_options& options);
    /// Its input is flat: use `flatten` or `global_average_pool` before it.
    node_id dense(std::string name, node_id from, const dense_options& options);
    node_id batch_norm(std::string name, node_id from);
    node_id relu(node_id from);
    node_id relu6(node_id from);
    node_id max_pool(node_id from, const pool_options& options);
    node_id average_pool(node_id from, const pool_options& options);
    node_id global_average_pool(node_id from);
    node_id flatten(node_id from);
    node_id add(node_id first, node_id second);

    // Looking.

    /// All nodes, inputs before the nodes that read them.
    [[nodiscard]] std::span<const node> nodes() const { return nodes_; }
    [[nodiscard]] const node& operator[](node_id which) const { return nodes_[which.index]; }
    /// Throws std::invalid_argument where no node has this name.
    [[nodiscard]] node_id find(std::string_view name) const;
    [[nodiscard]] std::span<parameter> parameters(node_id which);
    [[nodiscard]] std::span<const parameter> parameters(node_id which) const;
    /// The node's parameter of this role. Throws std::invalid_argument where it has none.
    [[nodiscard]] parameter& get(node_id which, parameter_role role);
    [[nodiscard]] const parameter& get(node_id which, parameter_role role) const;
    /// The place of a parameter in `state()` and among an optimiser's slots. Throws as `get` does.
    [[nodiscard]] std::size_t parameter_index(node_id which, parameter_role role) const;
    /// Weights, biases, scales and shifts; not the running statistics.
    [[nodiscard]] std::size_t parameter_count() const;
    /// Multiply-accumulates for one image, of one node and of all.
    [[nodiscard]] std::size_t macs(node_id which) const;
    [[nodiscard]] std::size_t macs() const;

    // Running.

    /// Returns the output of the last node, which stays until the next forward pass. Throws
    /// std::invalid_argument unless `batch` is [images, channels, height, width] of the input.
    const tensor& forward(const tensor& batch, mode how);
    /// What this node gave in the last forward pass. Throws std::logic_error without one since the
    /// last change of extents.
    [[nodiscard]] tensor output(node_id which) const;
    /// Overwrites the gradients of all parameters of nodes that are not frozen, given the gradient
    /// of the last forward pass's output, and `input_gradient`, where it is not null, by the
    /// gradient of the batch. Computes nothing below the lowest node that needs a gradient. Throws
    /// std::logic_error without a forward pass since the last change of extents, and
    /// std::invalid_argument for a gradient of other extents than the output.
    void backward(const tensor& output_gradient, tensor* input_gradient = nullptr);
    /// What the last backward pass computed.
    [[nodiscard]] const backward_macs& last_backward() const { return last_backward_; }

    /// A frozen node computes no parameter gradients, and optimisers leave it alone.
    void freeze(node_id which, bool frozen) { nodes_[which.index].frozen = frozen; }
    [[nodiscard]] bool frozen(node_id which) const { return nodes_[which.index].frozen; }

    /// A batch norm that holds its running statistics still normalises by the batch in training.
    void hold_statistics(node_id which, bool held) { nodes_[which.index].holds_statistics = held; }

    // Changing.

    /// Derives all extents anew after parameters were replaced by larger or smaller ones; gradients
    /// take the new extents and become zero where those changed. Throws std::invalid_argument with
    /// a sentence that names the first node and parameter that do not fit, with the extents found
    /// and expected: "conv2: weight is 16x16x3x3, expected 16x12x3x3"; the network then cannot run
    /// until it is repaired and refreshed.
    void refresh();

    [[nodiscard]] network_state state() const;
    /// Takes over all values, extents included, and refreshes. Throws std::invalid_argument for
    /// another number of tensors, and as `refresh` does.
    void load(const network_state& state);

  private:
    node_id append(node added);
    node_id append(node_kind kind, std::vector<node_id> inputs, const geometry& window = {});
    void connect(std::size_t index);
    [[nodiscard]] executor& executes() const;

    std::uint64_t seed_;
    std::vector<node> nodes_;
    /// Made with the first forward pass after a change of extents.
    std::unique_ptr<executor> executor_;
    backward_macs last_backward_;
};

} // namespace nn
