#pragma once

#include "coppice/search/concept.hpp"

#include <span>

namespace archetype {

/// The last point of the space, and no other.
struct search {
    using role = coppice::role::search;

    [[nodiscard]] coppice::search::round
    next(coppice::index points, std::span<const coppice::search::tried> so_far) const {
        return so_far.empty() ? coppice::search::round{{points - 1}} : coppice::search::round{};
    }
};

} // namespace archetype
