#pragma once

#include "coppice/normalise/concept.hpp"
#include "coppice/score/product.hpp"

namespace coppice::normalise {

/// Over the layer's largest score, max |s|.
struct max {
    using role = coppice::role::normalise;
    static constexpr bool divides = true;

    [[nodiscard]] constexpr double accumulate(double sum, double score) const {
        return join(sum, score::magnitude(score));
    }

    [[nodiscard]] constexpr double join(double one, double other) const {
        return one < other || other != other ? other : one; // NaN stays
    }

    [[nodiscard]] constexpr double finish(double sum, index /*groups*/) const { return sum; }
};

} // namespace coppice::normalise
