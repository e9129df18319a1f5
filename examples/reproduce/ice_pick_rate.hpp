#pragma once

#include <vector>

#include "reproduce/document.hpp"
#include "reproduce/ice_run.hpp"

namespace reproduce {

/// ICE-Pick at a fixed learning rate and at the one that falls with the weights left: Hu, Gibson,
/// Cano, "ICE-Pick", Table 1.
[[nodiscard]] document ice_pick_rate(const options& chosen, const listener& so_far);

/// The same of runs that exist, of the methods "fixed 30%", "Eq. 1 30%", "fixed 70%", "Eq. 1 70%",
/// by the share of the layers that are frozen.
[[nodiscard]] document describe_ice_pick_rate(const std::vector<ice_run>& runs, scale size);

} // namespace reproduce
