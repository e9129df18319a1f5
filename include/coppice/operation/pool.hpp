#pragma once

#include "coppice/model/description.hpp"
#include "coppice/operation/detail/window.hpp"
#include "coppice/operation/per_axis.hpp"

#include <span>

namespace coppice::operation {

/// Maximum or average pooling, channel by channel.
struct pool {
    static constexpr bool bears_leaks = true;

    per_axis kernel = 2;
    per_axis stride = 2;
    per_axis padding = 0; ///< on either side

    template <element T>
    model::value connect(model::site<T>& at, std::span<const model::value> inputs) const {
        at.expect("number of inputs", static_cast<index>(inputs.size()), 1);
        const model::value& in = inputs[0];
        const detail::window window{kernel, stride, padding};
        return {in.channels, window.places(at.name(), in.spatial), in.leak};
    }
};

} // namespace coppice::operation
