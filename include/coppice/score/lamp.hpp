#pragma once

#include "coppice/core/grouped.hpp"
#include "coppice/score/concept.hpp"
#include "coppice/score/product.hpp"

namespace coppice::score {

/// Layer-adaptive magnitude: a group's w^2 over that of all groups of its tensor that are not
/// smaller, itself included (ties by the number: the higher one counts as larger). In [0, 1], and 1
/// for a tensor's largest group (0 where all are 0), so that a global selection empties none early.
/// Lee et al., "Layer-adaptive Sparsity for the Magnitude-based Pruning", ICLR 2021; for groups,
/// w^2 is summed.
struct lamp {
    using role = coppice::role::score;

    [[nodiscard]] static constexpr index workspace(index groups) { return 2 * groups; }

    template <class Backend, element T>
    void score_all(
        Backend& backend, const grouped<const T>& groups, double* out, double* workspace) const {
        backend.score(energy{}, out, groups);
        backend.divide_by_rest(out, groups.groups(), workspace);
    }

    /// sum w^2. Public because nvcc cannot instantiate a kernel with a private type.
    struct energy {
        using role = coppice::role::score;

        [[nodiscard]] constexpr double accumulate(double sum, element auto weight) const {
            return plus_product(sum, weight, weight);
        }
        [[nodiscard]] constexpr double finish(double sum, index /*members*/) const { return sum; }
    };
};

} // namespace coppice::score
