#pragma once

#include "coppice/core/math.hpp"
#include "coppice/core/require.hpp"
#include "coppice/objective/concept.hpp"

#include <algorithm>

namespace coppice::objective {

/// Time as a share of what naive pruning takes, and accuracy lost as a share of what it may cost:
///
///     t / (share * naive_seconds) + weight * max(0, d) / points
///
/// with t in seconds and d in percentage points. At equal accuracy the faster trial wins, at equal
/// time the more accurate one; accuracy gained counts for nothing. A trial at a share of the full
/// effort is measured by the same share of the naive time.
struct against_naive {
    using role = coppice::role::objective;

    double naive_seconds = 1; ///< of naive iterative pruning at full effort, above 0
    double weight = 1;        ///< of accuracy beside time, at least 0
    double points = 1;        ///< a drop that costs `weight`, above 0

    void validate() const {
        require(
            naive_seconds > 0 && math::isfinite(naive_seconds), "objective::against_naive",
            "naive_seconds", naive_seconds, "above 0 and finite");
        require(
            weight >= 0 && math::isfinite(weight), "objective::against_naive", "weight", weight,
            "at least 0 and finite");
        require(
            points > 0 && math::isfinite(points), "objective::against_naive", "points", points,
            "above 0 and finite");
    }

    [[nodiscard]] constexpr double value(const position& at) const {
        return at.seconds / (at.share * naive_seconds) + weight * std::max(0.0, at.drop) / points;
    }
};

} // namespace coppice::objective
