#pragma once

#include "coppice/core/math.hpp"
#include "coppice/core/require.hpp"
#include "coppice/lr/concept.hpp"

#include <array>

namespace coppice::lr {

/// A linear rise from 0 over the share `warmup` of the training, then `base`, and from each place
/// in `at` on `factor` times what it was before:
///
///     rate(t) = base * t / warmup               t < warmup
///     rate(t) = base * factor^(places <= t)     otherwise
///
/// A place of 1 is never reached. He et al., "Deep Residual Learning for Image Recognition", CVPR
/// 2016 (the steps); Goyal et al., 2017 (the rise).
struct steps {
    using role = coppice::role::lr;

    double base = 1e-1;                               ///< the highest rate, above 0
    double factor = 0.1;                              ///< in (0, 1]
    std::array<double, 4> at = {0.5, 0.75, 1.0, 1.0}; ///< in (0, 1], in order
    double warmup = 0.0;                              ///< of the training, in [0, 1), at most at[0]

    void validate() const {
        require(base > 0 && math::isfinite(base), "lr::steps", "base", base, "above 0 and finite");
        require(factor > 0 && factor <= 1, "lr::steps", "factor", factor, "in (0, 1]");
        double before = 0;
        for (const double place : at) {
            require(
                place > 0 && place >= before && place <= 1, "lr::steps", "at", place,
                "in (0, 1], none before the one left of it");
            before = place;
        }
        require(
            warmup >= 0 && warmup < 1 && warmup <= at[0], "lr::steps", "warmup", warmup,
            "in [0, 1), and not after the first step at " + text(at[0]));
    }

    [[nodiscard]] double rate(const position& now) const {
        if (now.progress < warmup) {
            return base * now.progress / warmup;
        }
        double left = base;
        for (const double place : at) {
            left *= place <= now.progress && place < 1 ? factor : 1;
        }
        return left;
    }
};

} // namespace coppice::lr
