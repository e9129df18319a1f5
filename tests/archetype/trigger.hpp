#pragma once

#include "coppice/core/role.hpp"
#include "coppice/metric/accuracy.hpp"

namespace archetype {

struct trigger {
    using role = coppice::role::trigger;
    static constexpr bool needs_accuracy = true;
    int epochs = 2;

    [[nodiscard]] bool
    fires(const coppice::metric::accuracy& original, const coppice::metric::accuracy& now) const {
        return now.correct < original.correct;
    }
};

} // namespace archetype
