#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "nn/channels.hpp"
#include "nn/node.hpp"

namespace nn {

/// A stored value, as it is or as a batch norm makes it.
struct term {
    std::size_t value = 0;
    std::optional<std::size_t> norm{};
    /// The last node that this covers.
    node_id node{};
};

inline constexpr clamp unbounded{
    -std::numeric_limits<float>::infinity(), std::numeric_limits<float>::infinity()};

/// What a node gives, in terms of what is stored: clamp(first + second).
struct reading {
    term first{};
    std::optional<term> second{};
    clamp bounds = unbounded;

    [[nodiscard]] bool bounded() const { return bounds.low != unbounded.low; }
    /// The stored value itself.
    [[nodiscard]] bool plain() const { return !first.norm && !second && !bounded(); }
};

/// Reads what is stored and stores one more value.
struct step {
    /// The node whose operation lies between; none where what was read is what is stored.
    std::optional<node_id> computes{};
    reading from{};
    std::size_t to = 0;
};

/// A value of a whole batch that stays in memory from the forward to the backward pass.
struct stored_value {
    image_shape extents{};
    /// Steps that read it.
    std::size_t readers = 0;
    /// The batch norm that reads it, and nobody else does.
    std::optional<std::size_t> norm{};
    /// Gradients share memory where their lives do not overlap: which piece this value's takes.
    std::size_t gradient_slot = 0;
};

/// How a network is computed. Only operations that mix pixels or channels store what they give, and
/// results that several nodes read or that add two values; batch norms and activations happen on
/// the way from memory into the operation that reads them. Value 0 is the network's input.
struct program {
    std::vector<stored_value> values{};
    std::vector<step> steps{};
    /// The batch norms' nodes.
    std::vector<node_id> norms{};
    /// What each node gives.
    std::vector<reading> readings{};
    std::size_t gradient_slots = 0;
};

/// Inputs come before the nodes that read them, and the last node is the output.
[[nodiscard]] program lower(std::span<const node> nodes);

/// Nodes that the last one does not depend on.
[[nodiscard]] std::vector<node_id> find_unread(std::span<const node> nodes);

/// By node, whether a gradient has to come there: it trains, or something below it does, or the
/// input's gradient is wanted and it is below.
void find_reached(std::span<const node> nodes, bool input, std::vector<char>& reached);

/// Whether the gradient of what this step stores becomes, in place, the gradient of the first value
/// that it reads.
[[nodiscard]] bool passes_gradient_on(const program& lowered, const step& which);

} // namespace nn
