#pragma once

#include <vector>

#include "reproduce/document.hpp"

namespace reproduce {

/// Accuracy and stability to pruning over the epoch that weights are rewound to: Zhao, Jain, Zhao,
/// "Iterative Activation-based Structured Pruning", Figure 6.
[[nodiscard]] document iap_rewind(const options& chosen, const listener& so_far);

/// The same of curves that exist; a curve's method is its epoch, "0" to "5".
[[nodiscard]] document describe_rewinding(const std::vector<curve>& curves, scale size);

} // namespace reproduce
