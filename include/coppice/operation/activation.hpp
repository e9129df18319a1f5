#pragma once

#include "coppice/model/description.hpp"

#include <span>

namespace coppice::operation {

/// A function of each element by itself. One that does not map 0 to 0 (a sigmoid) would turn pruned
/// channels into a constant, so the channels before it cannot be removed.
struct activation {
    bool keeps_zero = true; ///< f(0) = 0, as for ReLU, ReLU6, tanh, GELU

    template <element T>
    model::value connect(model::site<T>& at, std::span<const model::value> inputs) const {
        at.expect("number of inputs", static_cast<index>(inputs.size()), 1);
        if (!keeps_zero) {
            at.fix(inputs[0].channels, "the activation " + at.name() + " does not map 0 to 0");
        }
        return inputs[0];
    }
};

} // namespace coppice::operation
