#pragma once

#include "coppice/objective/concept.hpp"

#include <algorithm>

namespace coppice::objective {

/// Time and accuracy lost, each as a share of the larger of both:
///
///     t / max(d, t) + d / max(d, t)
///
/// with t in seconds and d in percentage points. One of both terms is always 1, so that of trials
/// that lose accuracy the slower is better where t is larger than d, and the less accurate where d
/// is. It depends on the units of both. The authors' code of Hu, Henderson, Cano, "ICE-Pruning",
/// IJCNN 2025.
struct against_larger {
    using role = coppice::role::objective;

    [[nodiscard]] constexpr double value(const position& at) const {
        const double larger = std::max(at.drop, at.seconds);
        return at.seconds / larger + at.drop / larger;
    }
};

} // namespace coppice::objective
