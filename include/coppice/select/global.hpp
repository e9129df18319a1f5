#pragma once

#include "coppice/core/require.hpp"
#include "coppice/select/bounds.hpp"
#include "coppice/select/concept.hpp"
#include "coppice/select/rounding.hpp"
#include "coppice/select/saved_masks.hpp"

#include <algorithm>
#include <cstddef>
#include <span>

namespace coppice::select {

/// The lowest scores of all tensors together, ties by the lowest (tensor, index). A tensor loses at
/// most `most_per_layer` of its groups and keeps at least `fewest_left`; what it may not lose, the
/// others lose instead. Then each is rounded to `multiple` by itself.
struct global {
    using role = coppice::role::select;
    static constexpr asks asked = asks::all_layers;
    static constexpr bool compares_layers = true;

    double most_per_layer = 1.0; ///< share of one layer's groups that may go, in (0, 1]
    index fewest_left = 1;       ///< groups that a layer keeps, at least 1
    index multiple = 1; ///< of which the number of groups left is one, at least 1: see rounding.hpp

    void validate() const {
        limits().validate("select::global");
        require(multiple >= 1, "select::global", "multiple", multiple, "at least 1");
    }

    [[nodiscard]] constexpr index scratch(index words) const { return multiple > 1 ? words : 0; }

    template <class Backend, score::source Source, counter Count>
    [[nodiscard]] not_a_number
    prune(Backend& backend, const work<Source>& on, const Count& count) const {
        limits().set(on.tensors);
        const std::span<const candidate<Source>> tensors(on.tensors);
        const totals all = total(tensors);
        const index k = std::min(count(all.groups, all.gone), all.most);
        for (std::size_t t = 0; t < tensors.size(); ++t) {
            on.pruned[t] = tensors[t].gone;
            on.verdicts[t] = {tensors[t].gone, limit_of(tensors[t], tensors[t].gone)};
        }
        if (k <= all.gone) {
            return {};
        }
        if (multiple == 1) {
            const not_a_number fault = backend.prune_together(tensors, k, on.pruned, on.workspace);
            for (std::size_t t = 0; t < tensors.size(); ++t) {
                on.verdicts[t] = {on.pruned[t], limit_of(tensors[t], on.pruned[t])};
            }
            return fault;
        }
        return prune_rounded(backend, on, k);
    }

  private:
    [[nodiscard]] constexpr bounds limits() const { return {most_per_layer, fewest_left}; }

    /// Tries how many groups of each tensor would go, and prunes what is nearest to that.
    template <class Backend, score::source Source>
    [[nodiscard]] not_a_number
    prune_rounded(Backend& backend, const work<Source>& on, index k) const {
        const std::span<const candidate<Source>> tensors(on.tensors);
        const saved_masks before(backend, tensors, on.scratch);
        const not_a_number fault = backend.prune_together(tensors, k, on.pruned, on.workspace);
        if (fault.found()) {
            return fault;
        }
        before.restore();
        for (std::size_t t = 0; t < tensors.size(); ++t) {
            const index due = on.pruned[t];
            on.pruned[t] = rounded(tensors[t], due, multiple);
            on.verdicts[t] = {
                due, on.pruned[t] != due ? limit::multiple : limit_of(tensors[t], due)};
        }
        return backend.prune_each(tensors, on.pruned, on.workspace);
    }
};

} // namespace coppice::select
