#pragma once

#include "coppice/stop/concept.hpp"

namespace archetype {

struct stop {
    using role = coppice::role::stop;
    static constexpr bool needs_accuracy = false;
    [[nodiscard]] bool enough(const coppice::stop::position& at) const {
        return at.remaining < 0.5;
    }
};

} // namespace archetype
