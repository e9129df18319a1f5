#pragma once

#include "coppice/backend/concept.hpp"
#include "coppice/core/require.hpp"
#include "coppice/granularity/weight.hpp"
#include "coppice/mask/owned.hpp"
#include "coppice/score/l1.hpp"
#include "coppice/select/runs.hpp"

#include <string>
#include <utility>

namespace coppice {

/// N:M sparsity: `kept` of every `of` neighbouring weights along an axis stay. 2:4 along the inputs
/// (axis 1) is what sparse tensor cores compute with. Zhou et al., "Learning N:M Fine-grained
/// Structured Sparse Neural Networks From Scratch", ICLR 2021.
struct n_m {
    int kept = 2; ///< in [1, of]
    int of = 4;   ///< in [1, 64]; divides the extent of the axis
    int axis = 1; ///< counted from the last one when negative

    void validate() const {
        require(of >= 1 && of <= 64, "n_m", "of", of, "in [1, 64]");
        require(kept >= 1 && kept <= of, "n_m", "kept", kept, "in [1, " + text(of) + "]");
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
    [[nodiscard]] select::runs along(const shape& extents) const {
        const int where = axis < 0 ? axis + extents.rank() : axis;
        select::runs pattern{kept, of, extents[where], 1};
        for (int after = where + 1; after < extents.rank(); ++after) {
            pattern.inner *= extents[after];
        }
        return pattern;
    }
};

/// Prunes single weights to an N:M pattern: in every run the lowest scores go, ties by the lowest
/// index.
///
///     auto mask = coppice::prune_n_m(backend, weight, coppice::n_m{.kept = 2, .of = 4});
///     coppice::apply(backend, mask, weight, coppice::granularity::weight{});
///
/// @throws coppice::error for numbers out of their range, an axis that runs do not divide and NaN
template <class Backend, element T, class Score = score::l1>
    requires score::policy<Score, T>
[[nodiscard]] mask::owned<Backend>
prune_n_m(Backend& backend, const view<T>& weight, const n_m& pattern, const Score& policy = {}) {
    validate(pattern, policy);
    if (std::string unmet = pattern.unmet(weight.extents()); !unmet.empty()) {
        throw error("prune_n_m", "shape", text(weight.extents()), std::move(unmet));
    }
    using source = score::of_weights<Score, T>;
    const grouped<const T> weights = granularity::weight{}.cut(weight).read_only();
    mask::owned<Backend> mask(backend, weights.groups());
    const select::not_a_number fault = backend.prune_runs(
        select::candidate<source>{{policy, weights}, mask, 0, weights.groups()},
        pattern.along(weight.extents()));
    if (fault.found()) {
        throw error("prune_n_m", "the score of weight " + text(fault.group), "NaN", "a number");
    }
    return mask;
}

} // namespace coppice
