#pragma once

#include "coppice/core/math.hpp"
#include "coppice/core/require.hpp"
#include "coppice/lr/concept.hpp"

#include <algorithm>

namespace coppice::lr {

/// The pruning-aware learning rate of ICE-Pick, Eq. 1: it falls as weights are pruned.
///
///     rate(alpha) = base - change / (1 + (alpha / (2 (1 - midpoint) - alpha))^shape)
///
/// with alpha the share of weights that remain (drive::pruner::remaining). Computed with
/// u = min(1, alpha / (2 (1 - midpoint))) as base - change / (1 + (u / (1 - u))^shape), the power
/// by logarithms, which is the same and has neither singularity nor overflow. At alpha = 1 -
/// midpoint the rate is base - change / 2. Hu, Gibson, Cano, "ICE-Pick: Iterative Cost-Efficient
/// Pruning for DNNs", 2023.
struct pruning_aware {
    using role = coppice::role::lr;

    double base = 1e-3;     ///< the rate while little is pruned, above 0
    double change = 7.5e-4; ///< how far it falls at most (the paper's Delta), in (0, base)
    double midpoint = 0.12; ///< pruned share at which half of the fall is done (p), in (0, 0.5]
    double shape = 50;      ///< how sharp the fall is (beta), above 0

    void validate() const {
        require(
            base > 0 && math::isfinite(base), "lr::pruning_aware", "base", base,
            "above 0 and finite");
        require(
            change > 0 && change < base, "lr::pruning_aware", "change", change,
            "in (0, base), base being " + text(base));
        require(
            midpoint > 0 && midpoint <= 0.5, "lr::pruning_aware", "midpoint", midpoint,
            "in (0, 0.5]");
        require(
            shape > 0 && math::isfinite(shape), "lr::pruning_aware", "shape", shape,
            "above 0 and finite");
    }

    [[nodiscard]] double rate(const position& at) const {
        const double u = std::min(1.0, at.remaining / (2 * (1 - midpoint)));
        return base - change / (1 + math::exp(shape * (math::log(u) - math::log1p(-u))));
    }
};

} // namespace coppice::lr
