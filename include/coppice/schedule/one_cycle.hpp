#pragma once

#include "coppice/core/math.hpp"
#include "coppice/schedule/concept.hpp"
#include "coppice/schedule/range.hpp"

#include <algorithm>

namespace coppice::schedule {

/// One-Cycle Pruning: s(t) = initial + (target - initial) * (1 + e^(-slope + offset)) /
/// (1 + e^(-slope * t + offset)). Hubens et al., "One-Cycle Pruning: Pruning ConvNets with tight
/// training budget", where slope is alpha and offset beta.
///
/// As printed there, s(1) is the target exactly and s(0) lies a little above `initial` (by 0.67% of
/// the way for the default shape).
struct one_cycle {
    using role = coppice::role::schedule;

    double target = 0.5;  ///< sparsity at the end, in [initial, 1)
    double initial = 0.0; ///< sparsity before, in [0, 1)
    double slope = 14.0;  ///< how steep the rise is, in (0, 500]
    double offset = 5.0;  ///< how late it is, in [-500, 500]: half-way near t = offset / slope

    void validate() const {
        require_range("schedule::one_cycle", initial, target);
        require(slope > 0 && slope <= 500, "schedule::one_cycle", "slope", slope, "in (0, 500]");
        require(
            offset >= -500 && offset <= 500, "schedule::one_cycle", "offset", offset,
            "in [-500, 500]");
    }

    [[nodiscard]] double sparsity(double t) const {
        if (t >= 1) {
            return target;
        }
        const double share =
            (1 + math::exp(-slope + offset)) / (1 + math::exp(-slope * t + offset));
        return std::min(target, initial + (target - initial) * share);
    }
};

} // namespace coppice::schedule
