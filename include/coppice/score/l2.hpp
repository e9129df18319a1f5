#pragma once

#include "coppice/core/math.hpp"
#include "coppice/score/concept.hpp"
#include "coppice/score/product.hpp"

namespace coppice::score {

/// L2 norm of a group: sqrt(sum w^2). He et al., "Soft Filter Pruning", IJCAI 2018.
struct l2 {
    using role = coppice::role::score;
    template <class T> // where no square over- or underflows
    static constexpr bool in_order_of_magnitude = sizeof(T) < sizeof(double);

    template <element T>
    [[nodiscard]] constexpr double accumulate(double sum, T weight) const {
        return plus_product(sum, weight, weight);
    }

    template <class Members = index> // a template may be constexpr although math::sqrt need not be
    [[nodiscard]] constexpr double finish(double sum, Members /*members*/) const {
        return math::sqrt(sum);
    }
};

} // namespace coppice::score
