#pragma once

#include "coppice/core/math.hpp"
#include "coppice/couple/concept.hpp"
#include "coppice/score/product.hpp"

namespace coppice::couple {

/// How the scores of a group's members make one.
enum class reduction : unsigned char {
    sum,
    mean,
    max,   ///< of the magnitudes
    l2,    ///< the root of the sum of the squares
    first, ///< that of the first member alone: of the first layer that makes the group
};

/// Layers whose outputs are coupled are pruned together, a group at a time: its filters in all of
/// them go or stay. Fang et al., "DepGraph: Towards Any Structural Pruning", CVPR 2023.
struct together {
    using role = coppice::role::couple;
    static constexpr bool couples = true;

    reduction by = reduction::mean;

    [[nodiscard]] constexpr double accumulate(double sum, double score) const {
        switch (by) {
        case reduction::max:
            return join(sum, score::magnitude(score));
        case reduction::l2:
            return score::plus_product(sum, score, score);
        default:
            return sum + score;
        }
    }

    [[nodiscard]] constexpr double join(double sum, double more) const {
        if (by == reduction::max) {
            return sum < more || more != more ? more : sum; // NaN stays
        }
        return sum + more;
    }

    [[nodiscard]] constexpr double finish(double sum, index members) const {
        switch (by) {
        case reduction::mean:
            return sum / static_cast<double>(members);
        case reduction::l2:
            return math::sqrt(sum);
        default:
            return sum;
        }
    }

    [[nodiscard]] constexpr index read(index members) const {
        return by == reduction::first ? 1 : members;
    }
};

} // namespace coppice::couple
