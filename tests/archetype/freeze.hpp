#pragma once

#include "coppice/freeze/concept.hpp"

#include <vector>

namespace archetype {

/// Freezes what may be frozen, after a rehearsal that it watches.
struct freeze {
    using role = coppice::role::freeze;
    static constexpr bool probes = true;

    template <coppice::freeze::probe Probe>
    [[nodiscard]] std::vector<int> choose(Probe& probe) const {
        probe.prune();
        probe.train(0.1);
        return probe.layers();
    }
};

} // namespace archetype
