#pragma once

#include <vector>

#include "reproduce/cifar.hpp"
#include "reproduce/document.hpp"

namespace reproduce {

/// Lottery tickets of the four schedules, their accuracy and their instability: Hubens et al.,
/// "One-Cycle Pruning", Table 4 and Figure 3.
[[nodiscard]] document tickets(const options& chosen, const listener& so_far);

/// The same of runs that exist.
/// @param dense  of the same budget as a ticket
[[nodiscard]] document describe_tickets(
    const std::vector<ticket_run>& runs, const std::vector<pruned_run>& dense, scale size);

} // namespace reproduce
