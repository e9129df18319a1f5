#pragma once

#include <vector>

#include "nn/network.hpp"

namespace trainer {

/// Seconds that each network takes for a single image: medians of `rounds` forward passes, the
/// networks in turn, so that the machine's mood is the same for all, each after another pass of its
/// own, which has brought its weights into the caches.
[[nodiscard]] std::vector<double>
measure_latency(const std::vector<nn::network*>& networks, const nn::tensor& image, int rounds);

} // namespace trainer
