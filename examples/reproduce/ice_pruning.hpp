#pragma once

#include <vector>

#include "reproduce/document.hpp"
#include "reproduce/ice_run.hpp"

namespace reproduce {

/// ICE-Pruning, its auto-tuning counted, against naive iterative pruning, and where the time goes:
/// Hu, Henderson, Cano, "ICE-Pruning", IJCNN 2025.
[[nodiscard]] document ice_pruning(const options& chosen, const listener& so_far);

/// The same of runs that exist, of the methods "naive", "fixed rate" and "ICE-Pruning".
[[nodiscard]] document describe_ice_pruning(const std::vector<ice_run>& runs, scale size);

} // namespace reproduce
