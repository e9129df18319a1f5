#pragma once

#include "coppice/core/count.hpp"
#include "coppice/core/math.hpp"
#include "coppice/schedule/concept.hpp"
#include "coppice/schedule/range.hpp"

namespace coppice::schedule {

/// `steps` equal steps: s(t) = initial + (target - initial) / steps * ceil(pos * steps), with
/// pos = (t - start) / (1 - start). The iterative schedule of Hubens et al., "One-Cycle Pruning".
struct iterative {
    using role = coppice::role::schedule;

    double target = 0.5;  ///< sparsity at the end, in [initial, 1)
    double initial = 0.0; ///< sparsity before, in [0, 1)
    int steps = 3;        ///< at least 1
    double start = 0.2;   ///< share of the training budget, in [0, 1)

    void validate() const {
        require_range("schedule::iterative", initial, target);
        require(steps >= 1, "schedule::iterative", "steps", steps, "at least 1");
        require_start("schedule::iterative", start);
    }

    [[nodiscard]] double sparsity(double t) const {
        const double done = math::ceil(position(t, start) * steps - count_tolerance);
        return done >= steps ? target : initial + (target - initial) / steps * done;
    }
};

} // namespace coppice::schedule
