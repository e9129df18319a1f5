#pragma once

#include "coppice/core/math.hpp"
#include "coppice/schedule/concept.hpp"
#include "coppice/schedule/range.hpp"

#include <algorithm>
#include <numbers>

namespace coppice::schedule {

/// Half a cosine, slow at both ends: s(t) = target - (target - initial) * (1 + cos(pi * pos)) / 2,
/// with pos = (t - start) / (1 - start). The shape of Loshchilov & Hutter's annealing, "SGDR",
/// ICLR 2017, which sparse training uses for the share of weights it moves (Dettmers &
/// Zettlemoyer, 2019).
struct cosine {
    using role = coppice::role::schedule;

    double target = 0.5;  ///< sparsity at the end, in [initial, 1)
    double initial = 0.0; ///< sparsity before, in [0, 1)
    double start = 0.0;   ///< share of the training budget, in [0, 1)

    void validate() const {
        require_range("schedule::cosine", initial, target);
        require_start("schedule::cosine", start);
    }

    [[nodiscard]] double sparsity(double t) const {
        const double left = (1.0 + math::cos(std::numbers::pi * position(t, start))) / 2;
        return std::max(initial, target - (target - initial) * left);
    }
};

} // namespace coppice::schedule
