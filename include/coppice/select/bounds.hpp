#pragma once

#include "coppice/core/count.hpp"
#include "coppice/core/require.hpp"
#include "coppice/select/concept.hpp"

#include <algorithm>
#include <string>

namespace coppice::select {

/// What any one tensor may lose, where tensors are pruned together.
struct bounds {
    double most_per_layer = 1.0;
    index fewest_left = 1;

    void validate(const std::string& owner) const {
        require(
            most_per_layer > 0 && most_per_layer <= 1, owner, "most_per_layer", most_per_layer,
            "in (0, 1]");
        require(fewest_left >= 1, owner, "fewest_left", fewest_left, "at least 1");
    }

    /// Lowers `most` of every tensor, never below what is gone.
    template <score::source Source>
    void set(std::span<candidate<Source>> tensors) const {
        for (candidate<Source>& tensor : tensors) {
            const index groups = tensor.mask.size;
            const index most = std::min(floor_share(most_per_layer, groups), groups - fewest_left);
            tensor.most = std::max(tensor.gone, std::min(tensor.most, most));
        }
    }
};

/// Why a tensor that has lost `pruned` groups cannot lose another.
template <score::source Source>
[[nodiscard]] constexpr limit limit_of(const candidate<Source>& tensor, index pruned) {
    if (pruned < tensor.most) {
        return limit::none;
    }
    return pruned == tensor.mask.size - 1 ? limit::one_left : limit::cap;
}

/// All groups of tensors, and how many of them are pruned and may be.
struct totals {
    index groups = 0;
    index gone = 0;
    index most = 0;
};

template <score::source Source>
[[nodiscard]] constexpr totals total(std::span<const candidate<Source>> tensors) {
    totals sum;
    for (const candidate<Source>& tensor : tensors) {
        sum.groups += tensor.mask.size;
        sum.gone += tensor.gone;
        sum.most += tensor.most;
    }
    return sum;
}

} // namespace coppice::select
