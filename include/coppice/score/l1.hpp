#pragma once

#include "coppice/score/concept.hpp"
#include "coppice/score/product.hpp"

namespace coppice::score {

/// L1 norm of a group: sum |w|. Li et al., "Pruning Filters for Efficient ConvNets", ICLR 2017;
/// for single weights, magnitude pruning (Han et al., NeurIPS 2015).
struct l1 {
    using role = coppice::role::score;
    template <class T>
    static constexpr bool in_order_of_magnitude = true;

    template <element T>
    [[nodiscard]] constexpr double accumulate(double sum, T weight) const {
        return sum + magnitude(weight);
    }

    [[nodiscard]] constexpr double finish(double sum, index /*members*/) const { return sum; }
};

} // namespace coppice::score
