#pragma once

#include "coppice/core/count.hpp"
#include "coppice/core/math.hpp"
#include "coppice/schedule/concept.hpp"
#include "coppice/schedule/range.hpp"

#include <algorithm>

namespace coppice::schedule {

/// Rounds that each remove the same share of what is left: 1 - s_r = (1 - initial) *
/// ((1 - target) / (1 - initial))^(r / rounds) in round r = ceil(pos * rounds), with
/// pos = (t - start) / (1 - start). The rounds of lottery tickets: Frankle & Carbin, ICLR 2019.
struct geometric {
    using role = coppice::role::schedule;

    double target = 0.5;  ///< sparsity at the end, in [initial, 1)
    double initial = 0.0; ///< sparsity before, in [0, 1)
    int rounds = 5;       ///< at least 1
    double start = 0.0;   ///< share of the training budget, in [0, 1)

    void validate() const {
        require_range("schedule::geometric", initial, target);
        require(rounds >= 1, "schedule::geometric", "rounds", rounds, "at least 1");
        require_start("schedule::geometric", start);
    }

    [[nodiscard]] double sparsity(double t) const {
        const double done = math::ceil(position(t, start) * rounds - count_tolerance);
        return geometric_sparsity(initial, target, std::min(done / rounds, 1.0));
    }
};

} // namespace coppice::schedule
