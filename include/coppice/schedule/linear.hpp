#pragma once

#include "coppice/schedule/concept.hpp"
#include "coppice/schedule/range.hpp"

#include <algorithm>

namespace coppice::schedule {

/// In proportion to the training: s(t) = initial + (target - initial) * pos, with
/// pos = (t - start) / (1 - start).
struct linear {
    using role = coppice::role::schedule;

    double target = 0.5;  ///< sparsity at the end, in [initial, 1)
    double initial = 0.0; ///< sparsity before, in [0, 1)
    double start = 0.0;   ///< share of the training budget, in [0, 1)

    void validate() const {
        require_range("schedule::linear", initial, target);
        require_start("schedule::linear", start);
    }

    [[nodiscard]] double sparsity(double t) const {
        const double left = 1.0 - position(t, start);
        return std::max(initial, target - (target - initial) * left);
    }
};

} // namespace coppice::schedule
