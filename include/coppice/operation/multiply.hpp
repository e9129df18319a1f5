#pragma once

#include "coppice/operation/detail/elementwise.hpp"

#include <algorithm>
#include <span>

namespace coppice::operation {

/// The product of two or more values of the same shape: a gate. Channel i of each goes with channel
/// i of the others. A value of one number a channel multiplies every position:
/// squeeze-and-excitation (Hu et al., CVPR 2018); one of a single channel, every channel. One
/// factor that is zero where it is pruned is enough, so the others may come from a sigmoid.
struct multiply {
    static constexpr bool bears_leaks = true;

    template <element T>
    model::value connect(model::site<T>& at, std::span<const model::value> inputs) const {
        model::value made = detail::connect_elementwise(at, inputs);
        const bool silenced = std::any_of(inputs.begin(), inputs.end(), [&](const auto& input) {
            return input.leak.empty() && at.extent(input.channels) == at.extent(made.channels);
        });
        made.leak.clear();
        for (const model::value& input : inputs) {
            if (!silenced && made.leak.empty()) {
                made.leak = input.leak;
            }
        }
        return made;
    }
};

} // namespace coppice::operation
