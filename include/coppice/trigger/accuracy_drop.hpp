#pragma once

#include "coppice/core/count.hpp"
#include "coppice/core/require.hpp"
#include "coppice/trigger/concept.hpp"

namespace coppice::trigger {

/// Retrain only when the accuracy has dropped: iff original - now >= points. The threshold of
/// ICE-Pick (theta), compared on counts of correct answers: 100 (c_original - c_now) >= points * n.
struct accuracy_drop {
    using role = coppice::role::trigger;
    static constexpr bool needs_accuracy = true;
    static constexpr bool monotone = true;

    double points = 1.5; ///< percentage points, in [0, 100]
    int epochs = 1;      ///< of one retraining, at least 1

    void validate() const {
        require(
            points >= 0 && points <= 100, "trigger::accuracy_drop", "points", points,
            "in [0, 100]");
        require(epochs >= 1, "trigger::accuracy_drop", "epochs", epochs, "at least 1");
    }

    [[nodiscard]] constexpr bool
    fires(const metric::accuracy& original, const metric::accuracy& now) const {
        const auto lost = static_cast<double>(100 * (original.correct - now.correct));
        const double allowed = points * static_cast<double>(now.total);
        return lost >= allowed - tolerance_of(allowed);
    }
};

} // namespace coppice::trigger
