#pragma once

#include "coppice/core/require.hpp"
#include "coppice/model/description.hpp"

#include <span>

namespace coppice::operation {

/// Maximum or average pooling, channel by channel.
struct pool {
    static constexpr bool bears_leaks = true;

    index kernel = 2;
    index stride = 2;
    index padding = 0;

    template <element T>
    model::value connect(model::site<T>& at, std::span<const model::value> inputs) const {
        at.expect("number of inputs", static_cast<index>(inputs.size()), 1);
        require(kernel >= 1, at.name(), "kernel", kernel, "at least 1");
        require(stride >= 1, at.name(), "stride", stride, "at least 1");
        require(padding >= 0, at.name(), "padding", padding, "at least 0");
        model::value out{inputs[0].channels, {}, inputs[0].leak};
        for (const index extent : inputs[0].spatial) {
            const index padded = extent + 2 * padding - kernel;
            require(
                padded >= 0, at.name(), "extent of the input", extent,
                "at least the kernel's less the padding on both sides");
            out.spatial.push_back(padded / stride + 1);
        }
        return out;
    }
};

} // namespace coppice::operation
