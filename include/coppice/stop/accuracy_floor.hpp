#pragma once

#include "coppice/core/count.hpp"
#include "coppice/core/require.hpp"
#include "coppice/stop/concept.hpp"

namespace coppice::stop {

/// Stop once the validation accuracy, after any retraining, is below `percent`.
struct accuracy_floor {
    using role = coppice::role::stop;
    static constexpr bool needs_accuracy = true;

    double percent = 50; ///< in [0, 100]

    void validate() const {
        require(
            percent >= 0 && percent <= 100, "stop::accuracy_floor", "percent", percent,
            "in [0, 100]");
    }

    [[nodiscard]] constexpr bool enough(const position& at) const {
        const double least = percent * static_cast<double>(at.now.total);
        return static_cast<double>(100 * at.now.correct) < least - tolerance_of(least);
    }
};

} // namespace coppice::stop
