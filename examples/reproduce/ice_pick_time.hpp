#pragma once

#include <vector>

#include "reproduce/document.hpp"
#include "reproduce/ice_run.hpp"

namespace reproduce {

/// Time saved and accuracy of ICE-Pick against naive iterative pruning, at 40 and 60%: Hu, Gibson,
/// Cano, "ICE-Pick", Figures 2 and 3.
[[nodiscard]] document ice_pick_time(const options& chosen, const listener& so_far);

/// The same of runs that exist, of the methods "naive" and "ICE-Pick".
[[nodiscard]] document describe_ice_pick_time(const std::vector<ice_run>& runs, scale size);

} // namespace reproduce
