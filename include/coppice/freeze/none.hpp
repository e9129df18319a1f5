#pragma once

#include "coppice/freeze/concept.hpp"

namespace coppice::freeze {

/// Everything trains.
struct none {
    using role = coppice::role::freeze;
    static constexpr bool probes = false;
};

} // namespace coppice::freeze
