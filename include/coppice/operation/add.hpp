#pragma once

#include "coppice/operation/detail/elementwise.hpp"

#include <span>

namespace coppice::operation {

/// The sum of two or more values of the same shape: a residual connection. Channel i of each goes
/// with channel i of the others. A value of one number a channel is added at every
/// position; one of a single channel, to every channel, so that nothing else of it can be removed.
struct add {
    static constexpr bool bears_leaks = true;

    template <element T>
    model::value connect(model::site<T>& at, std::span<const model::value> inputs) const {
        model::value made = detail::connect_elementwise(at, inputs);
        for (const model::value& input : inputs) {
            made.leak = made.leak.empty() ? input.leak : made.leak;
        }
        return made;
    }
};

} // namespace coppice::operation
