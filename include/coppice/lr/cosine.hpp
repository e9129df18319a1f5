#pragma once

#include "coppice/core/math.hpp"
#include "coppice/core/require.hpp"
#include "coppice/lr/concept.hpp"

#include <algorithm>
#include <numbers>

namespace coppice::lr {

/// Half a cosine from `base` down to `last`, `cycles` times over:
///
///     rate(t) = last + (base - last) * (1 + cos(pi (t cycles - c))) / 2,  c = floor(t cycles),
///
/// c being cycles - 1 at most, so that rate(1) is `last`. Loshchilov & Hutter, "SGDR: Stochastic
/// Gradient Descent with Warm Restarts", ICLR 2017, with cycles of one length.
struct cosine {
    using role = coppice::role::lr;

    double base = 1e-1; ///< the highest rate, above 0
    double last = 0.0;  ///< the lowest, in [0, base]
    int cycles = 1;     ///< at least 1

    void validate() const {
        require(base > 0 && math::isfinite(base), "lr::cosine", "base", base, "above 0 and finite");
        require(last >= 0 && last <= base, "lr::cosine", "last", last, "in [0, base]");
        require(cycles >= 1, "lr::cosine", "cycles", cycles, "at least 1");
    }

    [[nodiscard]] double rate(const position& at) const {
        const double passed = at.progress * cycles;
        const double within = passed - std::min(math::floor(passed), cycles - 1.0);
        return last + (base - last) * (1 + math::cos(std::numbers::pi * within)) / 2;
    }
};

} // namespace coppice::lr
