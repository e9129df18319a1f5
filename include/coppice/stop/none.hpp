#pragma once

#include "coppice/stop/concept.hpp"

namespace coppice::stop {

/// Go on until the steps are used up.
struct none {
    using role = coppice::role::stop;
    static constexpr bool needs_accuracy = false;

    [[nodiscard]] constexpr bool enough(const position& /*at*/) const { return false; }
};

} // namespace coppice::stop
