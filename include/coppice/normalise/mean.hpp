#pragma once

#include "coppice/normalise/concept.hpp"
#include "coppice/score/product.hpp"

namespace coppice::normalise {

/// Over the mean of the layer's scores, sum |s| / n: layers of any scale are pruned alike.
struct mean {
    using role = coppice::role::normalise;
    static constexpr bool divides = true;

    [[nodiscard]] constexpr double accumulate(double sum, double score) const {
        return sum + score::magnitude(score);
    }

    [[nodiscard]] constexpr double finish(double sum, index groups) const {
        return sum / static_cast<double>(groups);
    }
};

} // namespace coppice::normalise
