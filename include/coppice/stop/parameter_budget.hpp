#pragma once

#include "coppice/core/require.hpp"
#include "coppice/stop/concept.hpp"

namespace coppice::stop {

/// Stop once the model has at most `parameters` parameters.
struct parameter_budget {
    using role = coppice::role::stop;
    static constexpr bool needs_accuracy = false;

    index parameters = 1; ///< at least 1

    void validate() const {
        require(parameters >= 1, "stop::parameter_budget", "parameters", parameters, "at least 1");
    }

    [[nodiscard]] constexpr bool enough(const position& at) const {
        return at.parameters <= parameters;
    }
};

} // namespace coppice::stop
