#pragma once

#include "coppice/core/require.hpp"
#include "coppice/select/bounds.hpp"
#include "coppice/select/concept.hpp"
#include "coppice/select/saved_masks.hpp"

#include <cstddef>
#include <limits>
#include <span>

namespace coppice::select {

/// Prunes the smallest number of lowest-scoring groups, over all tensors together, that brings the
/// model within the budget, ties by the lowest (tensor, index). Counted is the model without what
/// is pruned, its biases, normalisations and the inputs that nothing feeds any more (see
/// metric::census).
struct budget {
    using role = coppice::role::select;
    static constexpr asks asked = asks::nobody;
    static constexpr bool compares_layers = true;
    static constexpr index unlimited = std::numeric_limits<index>::max();

    index parameters = unlimited; ///< at least 1
    index macs = unlimited;       ///< multiply-accumulates for one input, at least 1
    double most_per_layer = 1.0;  ///< share of one layer's groups that may go, in (0, 1]
    index fewest_left = 1;        ///< groups that a layer keeps, at least 1

    void validate() const {
        limits().validate("select::budget");
        require(parameters >= 1, "select::budget", "parameters", parameters, "at least 1");
        require(macs >= 1, "select::budget", "macs", macs, "at least 1");
        require(
            parameters != unlimited || macs != unlimited, "select::budget",
            "number of limits given", 0, "at least 1: parameters or macs");
    }

    [[nodiscard]] static constexpr index scratch(index words) { return words; }

    template <class Backend, score::source Source, measure Count>
    [[nodiscard]] not_a_number
    prune(Backend& backend, const work<Source>& on, const Count& count) const {
        limits().set(on.tensors);
        const std::span<const candidate<Source>> tensors(on.tensors);
        for (std::size_t t = 0; t < tensors.size(); ++t) {
            on.pruned[t] = tensors[t].gone;
        }
        const totals all = total(tensors);
        not_a_number fault;
        index reached = all.gone; // too few
        if (!met(count.left(on.pruned))) {
            index enough = all.most;
            const saved_masks before(backend, tensors, on.scratch);
            while (enough - reached > 1) {
                const index tried = reached + (enough - reached) / 2;
                fault = backend.prune_together(tensors, tried, on.pruned, on.workspace);
                if (fault.found()) {
                    return fault;
                }
                (met(count.left(on.pruned)) ? enough : reached) = tried;
                before.restore();
            }
            if (enough > reached) {
                fault = backend.prune_together(tensors, enough, on.pruned, on.workspace);
            }
        }
        const bool missed = !fault.found() && !met(count.left(on.pruned));
        for (std::size_t t = 0; t < tensors.size(); ++t) {
            on.verdicts[t] = {
                on.pruned[t], missed ? limit::budget : limit_of(tensors[t], on.pruned[t])};
        }
        return fault;
    }

  private:
    [[nodiscard]] constexpr bounds limits() const { return {most_per_layer, fewest_left}; }

    [[nodiscard]] constexpr bool met(const metric::size& left) const {
        return left.parameters <= parameters && left.macs <= macs;
    }
};

} // namespace coppice::select
