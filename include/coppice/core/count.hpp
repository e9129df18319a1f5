#pragma once

#include "coppice/core/math.hpp"
#include "coppice/core/shape.hpp"

#include <algorithm>
#include <limits>

namespace coppice {

/// Guards a count against the last bit of a product: 0.29 * 100 is 28.999... and 0.55 * 100 is
/// 55.000...07 in doubles, yet 29 and 55 are meant.
inline constexpr double count_tolerance = 1e-9;

/// What guards a product: count_tolerance, or the product's own last bits where those are larger.
[[nodiscard]] constexpr double tolerance_of(double product) {
    return std::max(count_tolerance, 4 * std::numeric_limits<double>::epsilon() * product);
}

/// floor(share * n), guarded: how many of n groups a schedule has pruned at a sparsity of `share`.
[[nodiscard]] inline index floor_share(double share, index n) {
    const double product = share * static_cast<double>(n);
    return static_cast<index>(math::floor(product + tolerance_of(product)));
}

/// ceil(share * n), guarded: how many of n groups a step removes at a pruning ratio of `share`.
[[nodiscard]] inline index ceil_share(double share, index n) {
    const double product = share * static_cast<double>(n);
    return static_cast<index>(math::ceil(product - tolerance_of(product)));
}

/// ceil(share * n), guarded, and at most n - 1: how many of n groups go when one has to stay.
[[nodiscard]] inline index ceil_share_but_one(double share, index n) {
    return n < 1 ? 0 : std::min(ceil_share(share, n), n - 1);
}

} // namespace coppice
