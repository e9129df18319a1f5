#pragma once

#include <string>
#include <vector>

#include "report/plot.hpp"
#include "report/table.hpp"
#include "trainer/journal.hpp"

namespace trainer {

/// One row a network. Savings are counted from the naive recipe of the same seed, where there is
/// one.
[[nodiscard]] report::table closing_table(const std::vector<result>& results);

/// For every seed, in a sentence, how ICE-Pick compares with the naive recipe; empty where one of
/// the two is missing.
[[nodiscard]] std::vector<std::string> comparison(const std::vector<result>& results);

/// Accuracy and time over the weights that remain, from the dense network on: means over the seeds,
/// between two points of a seed by a straight line, as far as all seeds have come.
[[nodiscard]] report::figure
closing_figure(const std::vector<milestone>& milestones, const std::string& title);

} // namespace trainer
