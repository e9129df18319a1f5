#pragma once

#include "coppice/reduce/concept.hpp"

namespace coppice::reduce {

/// A single rank.
struct none {
    using role = coppice::role::reduce;

    [[nodiscard]] constexpr index sum(index count) const { return count; }
};

} // namespace coppice::reduce
