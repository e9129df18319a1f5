#pragma once

#include "coppice/trigger/concept.hpp"

namespace coppice::trigger {

/// Never retrain: what pruning alone does to a model.
struct never {
    using role = coppice::role::trigger;
    static constexpr bool needs_accuracy = false;
    static constexpr int epochs = 0;

    [[nodiscard]] constexpr bool
    fires(const metric::accuracy& /*original*/, const metric::accuracy& /*now*/) const {
        return false;
    }
};

} // namespace coppice::trigger
