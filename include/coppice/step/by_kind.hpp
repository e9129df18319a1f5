#pragma once

#include "coppice/core/count.hpp"
#include "coppice/core/require.hpp"
#include "coppice/step/concept.hpp"
#include "coppice/step/model.hpp"

#include <string>
#include <vector>

namespace coppice::step {

/// The whole model in every step, a round, with a share p for each kind of layer: of the m groups
/// that a layer has left, ceil(p (m - 1)) go, so that none is ever emptied. In the first
/// `slow_rounds` rounds p is `slow` for every layer. Zhao, Jain, Zhao, "Iterative Activation-based
/// Structured Pruning", whose LeNets take the defaults, and whose ResNet-50 takes 5% for four
/// rounds, then 20%.
struct by_kind {
    using role = coppice::role::step;

    double convolution = 0.1; ///< p of layers with spatial extents, in [0, 1)
    double dense = 0.2;       ///< p of layers without, in [0, 1)
    int rounds = 10;          ///< at least 1
    int slow_rounds = 0;      ///< at least 0
    double slow = 0.05;       ///< p in those, in [0, 1)

    void validate() const {
        require(
            convolution >= 0 && convolution < 1, "step::by_kind", "convolution", convolution,
            "in [0, 1)");
        require(dense >= 0 && dense < 1, "step::by_kind", "dense", dense, "in [0, 1)");
        require(rounds >= 1, "step::by_kind", "rounds", rounds, "at least 1");
        require(slow_rounds >= 0, "step::by_kind", "slow_rounds", slow_rounds, "at least 0");
        require(slow >= 0 && slow < 1, "step::by_kind", "slow", slow, "in [0, 1)");
    }

    [[nodiscard]] index steps(const coppice::model::structure& whole) const {
        return alike().steps(whole);
    }

    [[nodiscard]] std::vector<int>
    layers(const coppice::model::structure& whole, index step) const {
        return alike().layers(whole, step);
    }

    [[nodiscard]] std::string name(const coppice::model::structure& whole, index step) const {
        return alike().name(whole, step);
    }

    [[nodiscard]] index
    count(const coppice::model::structure& whole, index step, int layer, index left) const {
        const double of_kind = whole.layer_at(layer).rank > 2 ? convolution : dense;
        return ceil_share(step < slow_rounds ? slow : of_kind, left - 1);
    }

  private:
    [[nodiscard]] constexpr model alike() const { return {.rounds = rounds}; }
};

} // namespace coppice::step
