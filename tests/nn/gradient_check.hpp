#pragma once

#include <cstddef>
#include <vector>

#include "nn/network.hpp"
#include "nn/tensor.hpp"

namespace nn::test {

/// Values uniform in [-scale, scale), the same ones for the same seed.
[[nodiscard]] tensor random_tensor(const shape& extents, std::size_t seed, float scale = 1.0F);

/// Distinct odd multiples of `step`, positive and negative, in random order: a change of less than
/// `step` moves none of them past zero or past another.
[[nodiscard]] tensor spread_tensor(const shape& extents, std::size_t seed, float step);

/// Compares a network's gradients, in its input and in all parameters of all nodes that are not
/// frozen, with central differences of the loss sum(r * output), r random and fixed. Returns the
/// largest difference, relative to the largest slope of its tensor or, where that is less than a
/// twentieth of the network's largest, to that twentieth.
[[nodiscard]] double gradient_error(network& net, tensor batch, mode how, float step);

} // namespace nn::test
