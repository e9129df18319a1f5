#pragma once

#include "coppice/schedule/concept.hpp"
#include "coppice/schedule/range.hpp"

namespace coppice::schedule {

/// Everything at once: s(t) = initial before `at`, target from `at` on. Hubens et al., "One-Cycle
/// Pruning", prune at 40% of the budget.
struct one_shot {
    using role = coppice::role::schedule;

    double target = 0.5;  ///< sparsity at the end, in [initial, 1)
    double initial = 0.0; ///< sparsity before, in [0, 1)
    double at = 0.4;      ///< share of the training budget, in [0, 1]

    void validate() const {
        require_range("schedule::one_shot", initial, target);
        require(at >= 0 && at <= 1, "schedule::one_shot", "at", at, "in [0, 1]");
    }

    [[nodiscard]] constexpr double sparsity(double t) const { return t < at ? initial : target; }
};

} // namespace coppice::schedule
