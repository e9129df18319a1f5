#pragma once

#include "coppice/model/description.hpp"

#include <span>

namespace coppice::operation {

/// Pooling of each channel to a single number, a feature.
struct global_pool {
    static constexpr bool bears_leaks = true;

    template <element T>
    model::value connect(model::site<T>& at, std::span<const model::value> inputs) const {
        at.expect("number of inputs", static_cast<index>(inputs.size()), 1);
        return {inputs[0].channels, {}, inputs[0].leak};
    }
};

} // namespace coppice::operation
