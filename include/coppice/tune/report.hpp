#pragma once

#include "coppice/core/shape.hpp"

#include <cstddef>
#include <vector>

namespace coppice::tune {

/// What the host says of a trial.
struct outcome {
    double seconds = 0; ///< that pruning took, at least 0
    double drop = 0;    ///< of accuracy, in percentage points; below 0 for a rise
};

/// A trial that has been run.
struct trial_report {
    index point = 0;                 ///< of the space
    std::vector<double> values = {}; ///< of its parameters
    double share = 1;                ///< of the full effort
    outcome found = {};
    double value = 0; ///< of the objective
};

/// A search that is over.
struct report {
    std::vector<trial_report> trials = {}; ///< as they were run
    std::size_t best = 0;                  ///< of `trials`
    double seconds = 0;                    ///< wall clock, from first to last

    /// The trial with the lowest value, of those that took the largest share of the effort; of
    /// equal ones the earliest.
    [[nodiscard]] const trial_report& winner() const { return trials[best]; }
};

} // namespace coppice::tune
