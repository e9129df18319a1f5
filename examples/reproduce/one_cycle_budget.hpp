#pragma once

#include <optional>
#include <vector>

#include "reproduce/document.hpp"
#include "reproduce/pruned_run.hpp"

namespace reproduce {

/// The budget that each schedule needs for an accuracy at 95% sparsity: Hubens et al., "One-Cycle
/// Pruning", Table 3.
[[nodiscard]] document one_cycle_budget(const options& chosen, const listener& so_far);

/// The same of runs that exist.
[[nodiscard]] document describe_budgets(const std::vector<pruned_run>& runs, scale size);

/// A budget and the accuracy in percent that it leads to.
struct budget_point {
    int epochs = 0;
    double accuracy = 0;
};

/// The first budget that leads to an accuracy, between two by a straight line; that of the first
/// point where it does at once, nothing where none does.
/// @param points  with rising budgets
[[nodiscard]] std::optional<double>
budget_for(const std::vector<budget_point>& points, double accuracy);

} // namespace reproduce
