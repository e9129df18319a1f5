#pragma once

#include "coppice/select/concept.hpp"

#include <cstddef>
#include <span>

namespace archetype {

/// Prunes nothing.
struct select {
    using role = coppice::role::select;
    static constexpr bool per_layer = false;

    template <class Backend, coppice::score::source Source, coppice::select::counter Count>
    [[nodiscard]] coppice::select::not_a_number prune(
        Backend& /*backend*/, std::span<coppice::select::candidate<Source>> candidates,
        Count /*count*/, std::span<coppice::index> pruned, std::byte* /*workspace*/) const {
        for (std::size_t t = 0; t < candidates.size(); ++t) {
            pruned[t] = candidates[t].gone;
        }
        return {};
    }
};

} // namespace archetype
