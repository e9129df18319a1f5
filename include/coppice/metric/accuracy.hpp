#pragma once

#include "coppice/core/shape.hpp"

namespace coppice::metric {

/// A classifier's answers, counted, so that comparisons are exact.
struct accuracy {
    index correct = 0;
    index total = 0;

    /// In percent; 0 when nothing was counted.
    [[nodiscard]] constexpr double percent() const {
        return total == 0 ? 0.0 : 100.0 * static_cast<double>(correct) / static_cast<double>(total);
    }

    [[nodiscard]] friend constexpr bool operator==(const accuracy&, const accuracy&) = default;
};

} // namespace coppice::metric
