#pragma once

#include <vector>

#include "reproduce/document.hpp"
#include "reproduce/pruned_run.hpp"

namespace reproduce {

/// Accuracy of the four schedules with the same budget: Hubens et al., "One-Cycle Pruning: Pruning
/// ConvNets with tight training budget", Tables 1 and 2.
[[nodiscard]] document one_cycle_accuracy(const options& chosen, const listener& so_far);

/// The same of runs that exist.
[[nodiscard]] document describe_schedules(const std::vector<pruned_run>& runs, scale size);

} // namespace reproduce
