#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "nn/shape.hpp"
#include "nn/tensor.hpp"

namespace nn {

/// What a node computes.
enum class node_kind {
    input,
    convolution,
    dense,
    batch_norm,
    relu,
    relu6,
    max_pool,
    average_pool,
    global_average_pool,
    flatten,
    add
};

/// What a parameter is to its node.
enum class parameter_role { weight, bias, scale, shift, running_mean, running_variance };

/// Training uses the statistics of the batch, evaluation the running ones.
enum class mode { training, evaluation };

[[nodiscard]] const char* to_string(node_kind kind);
[[nodiscard]] const char* to_string(parameter_role role);

/// Names a node of one network: its place in `network::nodes()`.
struct node_id {
    std::size_t index = 0;
    friend auto operator<=>(const node_id&, const node_id&) = default;
};

/// How a convolution or a pooling window moves; square throughout.
struct geometry {
    std::size_t kernel = 1;
    std::size_t stride = 1;
    std::size_t padding = 0;
    /// Channels are cut into this many groups that do not mix.
    std::size_t groups = 1;
    /// One group a channel, whatever the number of channels becomes.
    bool depthwise = false;

    /// Extent of the output along one axis: floor((extent + 2 padding - kernel) / stride) + 1, or
    /// zero where the window does not fit or never moves.
    [[nodiscard]] std::size_t output_extent(std::size_t extent) const {
        const std::size_t padded = extent + 2 * padding;
        const bool moves = kernel > 0 && stride > 0;
        return !moves || padded < kernel ? 0 : (padded - kernel) / stride + 1;
    }

    friend bool operator==(const geometry&, const geometry&) = default;
};

/// A tensor that a node owns, with the gradient that the last backward pass left.
///
/// | role | convolution | dense | batch norm |
/// |---|---|---|---|
/// | weight | [out, in / groups, kernel, kernel] | [out, in] | |
/// | bias | [out] | [out] | |
/// | scale, shift, running mean, running variance | | | [channels] |
struct parameter {
    parameter_role role = parameter_role::weight;
    tensor value{};
    /// As large as the value; without elements for running statistics.
    tensor gradient{};

    /// Running statistics are kept, not trained.
    [[nodiscard]] bool trainable() const {
        return role != parameter_role::running_mean && role != parameter_role::running_variance;
    }
};

/// One node of a network: everything about it that can be looked at.
struct node {
    node_kind kind = node_kind::input;
    std::string name{};
    std::vector<node_id> inputs{};
    /// Extents of its first input and of its output, without the batch.
    image_shape input{};
    image_shape output{};
    nn::geometry window{};
    std::vector<parameter> parameters{};
    /// A frozen node's parameters are not trained.
    bool frozen = false;
    /// Whether training leaves the running statistics as they are.
    bool holds_statistics = false;

    /// The parameter of this role, or null.
    [[nodiscard]] parameter* find(parameter_role role);
    [[nodiscard]] const parameter* find(parameter_role role) const;

    /// Whether the optimiser may change anything here: not frozen, and with trainable parameters.
    [[nodiscard]] bool trains() const;
};

} // namespace nn
