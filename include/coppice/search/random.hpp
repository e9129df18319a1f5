#pragma once

#include "coppice/core/random.hpp"
#include "coppice/core/require.hpp"
#include "coppice/search/concept.hpp"

#include <cstdint>

namespace coppice::search {

/// So many points of the space, none of them twice, as a seed has it: see coppice::sample. Six of
/// a grid is the search of Hu, Henderson, Cano, "ICE-Pruning", IJCNN 2025.
struct random {
    using role = coppice::role::search;

    int trials = 6; ///< at least 1, and at most the points of the space
    std::uint64_t seed = 1;

    void validate() const {
        require(trials >= 1, "search::random", "trials", trials, "at least 1");
    }

    /// @throws coppice::error for a space with fewer points than trials
    [[nodiscard]] round next(index points, std::span<const tried> so_far) const {
        require(
            trials <= points, "search::random", "trials", trials,
            "at most " + text(points) + ", the points of the space");
        return so_far.empty() ? round{sample(points, trials, seed)} : round{};
    }
};

} // namespace coppice::search
