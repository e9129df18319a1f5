#pragma once

#include "coppice/schedule/concept.hpp"
#include "coppice/schedule/range.hpp"

namespace coppice::schedule {

/// The same share of what is left in every span of time: 1 - s(t) = (1 - initial) *
/// ((1 - target) / (1 - initial))^pos, with pos = (t - start) / (1 - start). The limit of many
/// geometric rounds.
struct exponential {
    using role = coppice::role::schedule;

    double target = 0.5;  ///< sparsity at the end, in [initial, 1)
    double initial = 0.0; ///< sparsity before, in [0, 1)
    double start = 0.0;   ///< share of the training budget, in [0, 1)

    void validate() const {
        require_range("schedule::exponential", initial, target);
        require_start("schedule::exponential", start);
    }

    [[nodiscard]] double sparsity(double t) const {
        return geometric_sparsity(initial, target, position(t, start));
    }
};

} // namespace coppice::schedule
