#pragma once

#include "coppice/core/count.hpp"
#include "coppice/core/math.hpp"
#include "coppice/core/require.hpp"
#include "coppice/freeze/concept.hpp"
#include "coppice/score/l1.hpp"
#include "coppice/score/l2.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <type_traits>
#include <vector>

namespace coppice::freeze {

/// How far a layer's weights moved in the rehearsal.
enum class shift : unsigned char {
    norm,   ///< | ||after||_1 - ||before||_1 |: what the authors' code computes
    weights ///< sum |after - before|: movements do not cancel
};

/// ICE-Pick's layer freezing: layers whose weights hardly move when a pruned model is fine-tuned
/// need no fine-tuning. In a rehearsal the first step, of ICE-Pick a block, is pruned and the model
/// trained for an epoch; a layer's score is its shift in that epoch over the L2 norm of its
/// original weights,
///
///     | ||W_after||_1 - ||W_before||_1 | / ||W_original||_2,
///
/// and the ceil(share * n) layers with the lowest scores, ties in forward order, are frozen. At a
/// share of 0 there is no rehearsal.
/// Hu, Gibson, Cano, "ICE-Pick: Iterative Cost-Efficient Pruning for DNNs", 2023.
struct weight_shift {
    using role = coppice::role::freeze;
    static constexpr bool probes = true;

    double share = 0.7; ///< of the layers that may be frozen (the paper's eta), in [0, 1]
    double rate = 1e-3; ///< learning rate of the rehearsal, above 0
    shift measure = shift::norm;

    void validate() const {
        require(share >= 0 && share <= 1, "freeze::weight_shift", "share", share, "in [0, 1]");
        require(
            rate > 0 && math::isfinite(rate), "freeze::weight_shift", "rate", rate,
            "above 0 and finite");
    }

    /// @throws coppice::error for a layer whose original weights are all zero, or whose shift is no
    ///         finite number: the rehearsal has diverged
    template <probe Probe>
    [[nodiscard]] std::vector<int> choose(Probe& probe) const {
        const std::vector<int>& layers = probe.layers();
        const index n = ceil_share(share, static_cast<index>(layers.size()));
        if (n == 0) { // and nothing to rehearse for
            return {};
        }
        const std::vector<double> scores = rehearse(probe, layers);
        std::vector<std::size_t> order;
        for (std::size_t i = 0; i < layers.size(); ++i) {
            order.push_back(i);
        }
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return scores[a] < scores[b];
        });
        std::vector<int> frozen;
        for (index i = 0; i < n; ++i) {
            frozen.push_back(layers[order[static_cast<std::size_t>(i)]]);
        }
        return frozen;
    }

    /// sum |w - v|. Public because nvcc cannot instantiate a kernel with a private type.
    struct distance {
        using role = coppice::role::score;

        template <element T>
        [[nodiscard]] constexpr double accumulate(double sum, T after, T before) const {
            const double moved = static_cast<double>(after) - static_cast<double>(before);
            return sum + (moved < 0 ? -moved : moved);
        }

        [[nodiscard]] constexpr double finish(double sum, index /*members*/) const { return sum; }
    };

  private:
    /// Every layer's score.
    template <probe Probe>
    [[nodiscard]] std::vector<double> rehearse(Probe& probe, const std::vector<int>& layers) const {
        auto& backend = probe.backend();
        using groups = decltype(probe.weights(0));
        using number = std::remove_const_t<std::remove_pointer_t<decltype(groups::data)>>;
        using buffer = decltype(backend.template allocate<number>(1));

        std::vector<double> original;
        for (const int layer : layers) {
            original.push_back(backend.total(score::l2{}, probe.weights(layer)));
            require(
                original.back() > 0, std::string(probe.name(layer)), "L2 norm of the weights",
                original.back(), "above 0 to measure how far they shift");
        }
        probe.prune();
        std::vector<double> before; // shift::norm
        std::vector<buffer> copies; // shift::weights
        for (const int layer : layers) {
            const groups weights = probe.weights(layer);
            if (measure == shift::norm) {
                before.push_back(backend.total(score::l1{}, weights));
            } else {
                copies.push_back(backend.template allocate<number>(weights.members()));
                backend.copy(weights, copies.back().data());
            }
        }
        probe.train(rate);
        std::vector<double> scores;
        for (std::size_t i = 0; i < layers.size(); ++i) {
            const groups weights = probe.weights(layers[i]);
            double moved = 0;
            if (measure == shift::norm) {
                moved = math::fabs(backend.total(score::l1{}, weights) - before[i]);
            } else {
                const groups copied = whole(view<const number>(copies[i].data(), weights.inner));
                moved = backend.total(distance{}, weights, copied);
            }
            scores.push_back(moved / original[i]);
            require(
                math::isfinite(scores.back()), std::string(probe.name(layers[i])),
                "shift of the weights in the rehearsal", scores.back(),
                "finite; the training has diverged: lower the rate");
        }
        return scores;
    }
};

} // namespace coppice::freeze
