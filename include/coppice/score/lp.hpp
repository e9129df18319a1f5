#pragma once

#include "coppice/core/math.hpp"
#include "coppice/core/require.hpp"
#include "coppice/score/concept.hpp"
#include "coppice/score/product.hpp"

namespace coppice::score {

/// Lp norm of a group: (sum |w|^p)^(1/p). For p = 1 and p = 2 prefer `l1` and `l2`, which are
/// faster. Powers below 1e-308 count as 0, so that very small weights tie: at p = 64 those below
/// about 1e-5.
struct lp {
    using role = coppice::role::score;

    int p = 3; ///< in [1, 64]

    void validate() const { require(p >= 1 && p <= 64, "score::lp", "p", p, "in [1, 64]"); }

    template <element T>
    [[nodiscard]] constexpr double accumulate(double sum, T weight) const {
        const double w = magnitude(weight);
        double power = 1; // w^(p - 1)
        for (int i = 1; i < p; ++i) {
            power *= w;
        }
        return math::fma(power, w, sum);
    }

    template <class Members = index> // a template may be constexpr although math::pow need not be
    [[nodiscard]] constexpr double finish(double sum, Members /*members*/) const {
        return math::pow(sum, 1.0 / p);
    }
};

} // namespace coppice::score
