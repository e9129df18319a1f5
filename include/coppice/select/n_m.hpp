#pragma once

#include "coppice/core/require.hpp"
#include "coppice/core/text.hpp"
#include "coppice/select/concept.hpp"
#include "coppice/select/runs.hpp"

#include <cstddef>
#include <span>
#include <string>

namespace coppice::select {

/// N:M sparsity: of every `of` neighbouring weights along an axis the `kept` with the highest
/// scores stay, ties by the highest index. 2:4 along the inputs (axis 1) is what sparse tensor
/// cores compute with. Zhou et al., "Learning N:M Fine-grained Structured Sparse Neural Networks
/// From Scratch", ICLR 2021.
struct n_m {
    using role = coppice::role::select;
    static constexpr asks asked = asks::nobody;
    static constexpr bool compares_layers = false;
    static constexpr bool of_single_weights = true;

    int kept = 2; ///< in [1, of]
    int of = 4;   ///< in [1, 64]; divides the extent of the axis
    int axis = 1; ///< counted from the last one when negative

    void validate() const {
        require(of >= 1 && of <= 64, "select::n_m", "of", of, "in [1, 64]");
        require(kept >= 1 && kept <= of, "select::n_m", "kept", kept, "in [1, " + text(of) + "]");
    }

    /// What a tensor of these extents would have to be and is not; nothing if it can be pruned so.
    [[nodiscard]] std::string unmet(const shape& extents) const {
        const int along = axis < 0 ? axis + extents.rank() : axis;
        if (along < 0 || along >= extents.rank()) {
            return "a tensor that has the axis " + text(axis);
        }
        return extents[along] % of == 0
                   ? ""
                   : "a multiple of " + text(of) + " along the axis " + text(axis);
    }

    /// For a tensor that `unmet` has nothing against.
    [[nodiscard]] constexpr runs along(const shape& extents) const {
        const int where = axis < 0 ? axis + extents.rank() : axis;
        runs pattern{kept, of, extents[where], 1};
        for (int after = where + 1; after < extents.rank(); ++after) {
            pattern.inner *= extents[after];
        }
        return pattern;
    }

    template <class Backend, score::source Source, counter Count>
    [[nodiscard]] not_a_number
    prune(Backend& backend, const work<Source>& on, const Count& /*count*/) const {
        const not_a_number fault = backend.prune_runs(
            std::span<const candidate<Source>>(on.tensors),
            [this](const shape& extents) { return along(extents); });
        for (std::size_t t = 0; t < on.tensors.size(); ++t) {
            const candidate<Source>& tensor = on.tensors[t];
            const index due = tensor.mask.size / of * (of - kept);
            on.pruned[t] =
                fault.found() ? tensor.gone : tensor.mask.size - backend.kept(tensor.mask);
            on.verdicts[t] = {due, limit::none};
        }
        return fault;
    }
};

} // namespace coppice::select
