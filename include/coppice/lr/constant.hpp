#pragma once

#include "coppice/core/math.hpp"
#include "coppice/core/require.hpp"
#include "coppice/lr/concept.hpp"

namespace coppice::lr {

/// The same rate throughout.
struct constant {
    using role = coppice::role::lr;

    double base = 1e-3; ///< above 0

    void validate() const {
        require(
            base > 0 && math::isfinite(base), "lr::constant", "base", base, "above 0 and finite");
    }

    [[nodiscard]] constexpr double rate(const position& /*at*/) const { return base; }
};

} // namespace coppice::lr
