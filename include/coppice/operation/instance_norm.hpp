#pragma once

#include "coppice/operation/group_norm.hpp"

#include <optional>
#include <span>

namespace coppice::operation {

/// Instance normalisation: each channel of each input by its own mean and variance.
template <element T>
struct instance_norm {
    static constexpr bool bears_leaks = true;

    std::optional<view<T>> scale = {}; ///< channels
    std::optional<view<T>> shift = {}; ///< channels

    model::value connect(model::site<T>& at, std::span<const model::value> inputs) const {
        at.expect("number of inputs", static_cast<index>(inputs.size()), 1);
        return group_norm<T>{scale, shift, at.extent(inputs[0].channels)}.connect(at, inputs);
    }
};

} // namespace coppice::operation
