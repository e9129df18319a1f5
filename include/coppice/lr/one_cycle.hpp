#pragma once

#include "coppice/core/math.hpp"
#include "coppice/core/require.hpp"
#include "coppice/lr/concept.hpp"

#include <numbers>

namespace coppice::lr {

/// One cycle: half a cosine up from base / divide_first to `base` over the share `rise` of the
/// training, then half a cosine down to base / divide_last. Smith & Topin, "Super-Convergence: Very
/// Fast Training of Neural Networks Using Large Learning Rates", 2018, with cosines for its lines.
struct one_cycle {
    using role = coppice::role::lr;

    double base = 1e-1;       ///< the highest rate, above 0
    double rise = 0.25;       ///< share of the training, in [0, 1)
    double divide_first = 25; ///< the rate at the start is base / divide_first; at least 1, finite
    double divide_last = 1e5; ///< the rate at the end is base / divide_last; at least 1, finite

    void validate() const {
        require(
            base > 0 && math::isfinite(base), "lr::one_cycle", "base", base, "above 0 and finite");
        require(rise >= 0 && rise < 1, "lr::one_cycle", "rise", rise, "in [0, 1)");
        require(
            divide_first >= 1 && math::isfinite(divide_first), "lr::one_cycle", "divide_first",
            divide_first, "at least 1 and finite");
        require(
            divide_last >= 1 && math::isfinite(divide_last), "lr::one_cycle", "divide_last",
            divide_last, "at least 1 and finite");
    }

    [[nodiscard]] double rate(const position& at) const {
        return at.progress < rise
                   ? between(base / divide_first, base, at.progress / rise)
                   : between(base, base / divide_last, (at.progress - rise) / (1 - rise));
    }

  private:
    /// Half a cosine from one rate to another, after the share `done` of the way.
    [[nodiscard]] static double between(double from, double to, double done) {
        return to + (from - to) * (1 + math::cos(std::numbers::pi * done)) / 2;
    }
};

} // namespace coppice::lr
