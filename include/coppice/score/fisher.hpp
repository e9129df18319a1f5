#pragma once

#include "coppice/core/math.hpp"
#include "coppice/score/concept.hpp"
#include "coppice/score/product.hpp"

namespace coppice::score {

/// Second-order change of the loss near a minimum: sum w^2 F / 2, F being the mean over the data of
/// the squared gradient in w (the diagonal of the empirical Fisher information). LeCun et al.,
/// "Optimal Brain Damage", NeurIPS 1989; Theis et al., "Faster gaze prediction with dense networks
/// and Fisher pruning", 2018.
///
/// Reads one further tensor, F, of the weight's shape.
struct fisher {
    using role = coppice::role::score;

    template <element T, element F>
    [[nodiscard]] constexpr double accumulate(double sum, T weight, F information) const {
        const auto w = static_cast<double>(weight);
        return math::fma(w * w, 0.5 * static_cast<double>(information), sum);
    }

    [[nodiscard]] constexpr double finish(double sum, index /*members*/) const { return sum; }
};

} // namespace coppice::score
