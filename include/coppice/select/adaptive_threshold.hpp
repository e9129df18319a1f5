#pragma once

#include "coppice/core/math.hpp"
#include "coppice/core/require.hpp"
#include "coppice/select/concept.hpp"
#include "coppice/select/threshold.hpp"

namespace coppice::select {

/// A threshold that rises by `rise` whenever the round before has removed too little. With P[r] the
/// weights left after round r, in all tensors that may be pruned,
///
///     T[r] = 0                                                    for r <= quiet_rounds
///     T[r] = T[r-1] + (rise if 100 (P[r-2] - P[r-1]) < percent P[0], else 0)        after
///
/// tested on integers. A round is one call. Zhao, Jain, Zhao, "Iterative Activation-based
/// Structured Pruning" (AIAP), where scores are mean activations.
struct adaptive_threshold {
    using role = coppice::role::select;
    static constexpr asks asked = asks::nobody;
    static constexpr bool compares_layers = true;

    double rise = 0.01;     ///< lambda of the paper, in the unit of the scores, above 0 and finite
    index percent = 1;      ///< of P[0], in [1, 100]
    index quiet_rounds = 3; ///< at least 2: the rule looks two rounds back

    struct state {
        index round = 0;       ///< r of the last round
        double value = 0;      ///< T[r]
        index at_first = 0;    ///< P[0]
        index before_last = 0; ///< P[r-2]
        index last = 0;        ///< P[r-1]

        [[nodiscard]] friend constexpr bool operator==(const state&, const state&) = default;
    };

    void validate() const {
        require(
            rise > 0 && math::isfinite(rise), "select::adaptive_threshold", "rise", rise,
            "above 0 and finite");
        require(
            percent >= 1 && percent <= 100, "select::adaptive_threshold", "percent", percent,
            "in [1, 100]");
        require(
            quiet_rounds >= 2, "select::adaptive_threshold", "quiet_rounds", quiet_rounds,
            "at least 2");
    }

    /// Begins a round.
    /// @param weights_left  after the round before
    [[nodiscard]] constexpr state next(const state& now, index weights_left) const {
        state round{
            now.round + 1, now.value, now.round == 0 ? weights_left : now.at_first, now.last,
            weights_left};
        const bool too_little = 100 * (round.before_last - round.last) < percent * round.at_first;
        if (round.round > quiet_rounds && too_little) {
            round.value += rise;
        }
        return round;
    }

    template <class Backend, score::source Source, counter Count>
    [[nodiscard]] not_a_number
    prune(Backend& backend, const work<Source>& on, const Count& count, state& memory) const {
        const state round = next(memory, on.weights_left);
        const not_a_number fault = threshold{round.value}.prune(backend, on, count);
        if (!fault.found()) {
            memory = round;
        }
        return fault;
    }
};

} // namespace coppice::select
