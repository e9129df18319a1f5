#pragma once

#include "coppice/core/math.hpp"
#include "coppice/core/require.hpp"
#include "coppice/lr/concept.hpp"

#include <numbers>

namespace coppice::lr {

/// A linear rise from `first` to `base` over the share `warmup` of the training, then half a cosine
/// down to `last`:
///
///     rate(t) = first + (base - first) * t / warmup                                  t < warmup
///     rate(t) = last + (base - last) * (1 + cos(pi (t - warmup) / (1 - warmup))) / 2   otherwise
///
/// Goyal et al., 2017 (warm-up); Loshchilov & Hutter, "SGDR", ICLR 2017 (cosine).
struct warmup_decay {
    using role = coppice::role::lr;

    double base = 1e-1;  ///< the highest rate, above 0
    double warmup = 0.1; ///< share of the training, in [0, 1)
    double first = 0.0;  ///< rate at the start, in [0, base]
    double last = 0.0;   ///< rate at the end, in [0, base]

    void validate() const {
        require(
            base > 0 && math::isfinite(base), "lr::warmup_decay", "base", base,
            "above 0 and finite");
        require(warmup >= 0 && warmup < 1, "lr::warmup_decay", "warmup", warmup, "in [0, 1)");
        require(first >= 0 && first <= base, "lr::warmup_decay", "first", first, "in [0, base]");
        require(last >= 0 && last <= base, "lr::warmup_decay", "last", last, "in [0, base]");
    }

    [[nodiscard]] double rate(const position& at) const {
        if (at.progress < warmup) {
            return first + (base - first) * at.progress / warmup;
        }
        const double decayed = (at.progress - warmup) / (1 - warmup);
        return last + (base - last) * (1 + math::cos(std::numbers::pi * decayed)) / 2;
    }
};

} // namespace coppice::lr
