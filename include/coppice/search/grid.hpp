#pragma once

#include "coppice/search/concept.hpp"

#include <cstddef>

namespace coppice::search {

/// Every point of the space, each once, in order.
struct grid {
    using role = coppice::role::search;

    [[nodiscard]] round next(index points, std::span<const tried> so_far) const {
        round all;
        if (so_far.empty()) {
            all.points.reserve(static_cast<std::size_t>(points));
            for (index point = 0; point < points; ++point) {
                all.points.push_back(point);
            }
        }
        return all;
    }
};

} // namespace coppice::search
