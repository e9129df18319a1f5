#pragma once

#include "coppice/core/require.hpp"
#include "coppice/trigger/concept.hpp"

namespace coppice::trigger {

/// Retrain after every step: classic iterative pruning.
struct always {
    using role = coppice::role::trigger;
    static constexpr bool needs_accuracy = false;

    int epochs = 1; ///< of one retraining, at least 1

    void validate() const {
        require(epochs >= 1, "trigger::always", "epochs", epochs, "at least 1");
    }

    [[nodiscard]] constexpr bool
    fires(const metric::accuracy& /*original*/, const metric::accuracy& /*now*/) const {
        return true;
    }
};

} // namespace coppice::trigger
