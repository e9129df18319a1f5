#pragma once

#include "coppice/schedule/concept.hpp"
#include "coppice/schedule/range.hpp"

namespace coppice::schedule {

/// Automated gradual pruning: s(t) = target + (initial - target) * (1 - pos)^3, with
/// pos = (t - start) / (1 - start). Zhu & Gupta, "To prune, or not to prune", 2017; started at 20%
/// as in Hubens et al.
struct agp {
    using role = coppice::role::schedule;

    double target = 0.5;  ///< sparsity at the end, in [initial, 1)
    double initial = 0.0; ///< sparsity before, in [0, 1)
    double start = 0.2;   ///< share of the training budget, in [0, 1)

    void validate() const {
        require_range("schedule::agp", initial, target);
        require_start("schedule::agp", start);
    }

    [[nodiscard]] constexpr double sparsity(double t) const {
        const double left = 1.0 - position(t, start);
        return target + (initial - target) * left * left * left;
    }
};

} // namespace coppice::schedule
