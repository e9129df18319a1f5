#pragma once

#include "coppice/core/count.hpp"
#include "coppice/core/require.hpp"
#include "coppice/stop/concept.hpp"

namespace coppice::stop {

/// Stop once the share `sparsity` of the weights in blocks, or of all in a model without blocks, is
/// gone: see drive::pruner::remaining.
struct target_sparsity {
    using role = coppice::role::stop;
    static constexpr bool needs_accuracy = false;

    double sparsity = 0.5; ///< in (0, 1)

    void validate() const {
        require(
            sparsity > 0 && sparsity < 1, "stop::target_sparsity", "sparsity", sparsity,
            "in (0, 1)");
    }

    [[nodiscard]] constexpr bool enough(const position& at) const {
        return 1 - at.remaining >= sparsity - count_tolerance;
    }
};

} // namespace coppice::stop
