#pragma once

#include "coppice/core/shape.hpp"

namespace coppice::metric {

/// How large a model is.
struct size {
    index parameters = 0; ///< weights, biases, scales and shifts
    index weights = 0;    ///< of the layers
    index macs = 0;       ///< multiply-accumulates of the layers for one input

    [[nodiscard]] friend constexpr bool operator==(const size&, const size&) = default;
};

} // namespace coppice::metric
