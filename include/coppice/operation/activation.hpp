#pragma once

#include "coppice/model/description.hpp"

#include <span>

namespace coppice::operation {

/// A function of each element by itself. One that does not map 0 to 0 (a sigmoid) turns pruned
/// channels into a constant, so the channels before it cannot be removed unless what reads them
/// silences it: a product with something that is zero there, a normalisation.
struct activation {
    static constexpr bool bears_leaks = true;

    bool keeps_zero = true; ///< f(0) = 0, as for ReLU, ReLU6, tanh, GELU

    template <element T>
    model::value connect(model::site<T>& at, std::span<const model::value> inputs) const {
        at.expect("number of inputs", static_cast<index>(inputs.size()), 1);
        model::value made = inputs[0];
        if (!keeps_zero) {
            made.leak = "the activation " + at.name() + " does not map 0 to 0";
        }
        return made;
    }
};

} // namespace coppice::operation
