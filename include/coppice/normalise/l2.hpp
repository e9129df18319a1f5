#pragma once

#include "coppice/core/math.hpp"
#include "coppice/normalise/concept.hpp"
#include "coppice/score/product.hpp"

namespace coppice::normalise {

/// Over the L2 norm of the layer's scores, sqrt(sum s^2).
struct l2 {
    using role = coppice::role::normalise;
    static constexpr bool divides = true;

    [[nodiscard]] constexpr double accumulate(double sum, double score) const {
        return score::plus_product(sum, score, score);
    }

    template <class Groups = index> // a template may be constexpr although math::sqrt need not be
    [[nodiscard]] constexpr double finish(double sum, Groups /*groups*/) const {
        return math::sqrt(sum);
    }
};

} // namespace coppice::normalise
