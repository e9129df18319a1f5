#pragma once

#include "coppice/core/count.hpp"
#include "coppice/core/require.hpp"
#include "coppice/freeze/concept.hpp"

#include <cstddef>
#include <vector>

namespace coppice::freeze {

/// The first layers need no training: what they have learnt, edges and colours, is of use for any
/// task. Of the n layers that may be frozen the ceil(share * n) first are, in forward order.
/// Nothing is rehearsed for it. Yosinski et al., "How transferable are features in deep neural
/// networks?", NeurIPS 2014; Brock et al., "FreezeOut: Accelerate Training by Progressively
/// Freezing Layers", 2017.
struct first_layers {
    using role = coppice::role::freeze;
    static constexpr bool probes = true; ///< for the layers alone

    double share = 0.5; ///< of the layers that may be frozen, in [0, 1]

    void validate() const {
        require(share >= 0 && share <= 1, "freeze::first_layers", "share", share, "in [0, 1]");
    }

    template <probe Probe>
    [[nodiscard]] std::vector<int> choose(Probe& probe) const {
        const std::vector<int>& layers = probe.layers();
        const index n = ceil_share(share, static_cast<index>(layers.size()));
        std::vector<int> frozen;
        for (index i = 0; i < n; ++i) {
            frozen.push_back(layers[static_cast<std::size_t>(i)]);
        }
        return frozen;
    }
};

} // namespace coppice::freeze
