#pragma once

#include "coppice/normalise/concept.hpp"
#include "coppice/score/product.hpp"

namespace coppice::normalise {

/// Over the sum of the layer's scores, sum |s|: a group of a large layer matters less.
struct sum {
    using role = coppice::role::normalise;
    static constexpr bool divides = true;

    [[nodiscard]] constexpr double accumulate(double total, double score) const {
        return total + score::magnitude(score);
    }

    [[nodiscard]] constexpr double finish(double total, index /*groups*/) const { return total; }
};

} // namespace coppice::normalise
