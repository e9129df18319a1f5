#pragma once

#include "coppice/score/concept.hpp"

#include <cmath>

namespace coppice::score {

/// L2 norm of a group: sqrt(sum w^2). He et al., "Soft Filter Pruning", IJCAI 2018.
struct l2 {
    using role = coppice::role::score;
    template <class T> // where no square over- or underflows
    static constexpr bool in_order_of_magnitude = sizeof(T) < sizeof(double);

    template <element T>
    [[nodiscard]] constexpr double accumulate(double sum, T weight) const {
        const auto w = static_cast<double>(weight);
        if constexpr (sizeof(T) < sizeof(double)) {
            return sum +
                   w * w; // exact product: contracted to a fused one or not, the sum is the same
        } else {
            return std::fma(w, w, sum);
        }
    }

    template <class Members = index> // a template may be constexpr although std::sqrt is not
    [[nodiscard]] constexpr double finish(double sum, Members /*members*/) const {
        return std::sqrt(sum);
    }
};

} // namespace coppice::score
