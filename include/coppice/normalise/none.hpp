#pragma once

#include "coppice/normalise/concept.hpp"

namespace coppice::normalise {

/// Scores are compared as they are.
struct none {
    using role = coppice::role::normalise;
    static constexpr bool divides = false;
};

} // namespace coppice::normalise
