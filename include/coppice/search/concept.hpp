#pragma once

#include "coppice/core/role.hpp"
#include "coppice/core/shape.hpp"

#include <concepts>
#include <span>
#include <vector>

/// Which settings are tried next?
namespace coppice::search {

/// A trial that has been run.
struct tried {
    index point = 0;  ///< of the space: see tune::space
    double share = 1; ///< of the full effort, in (0, 1]
    double value = 0; ///< of the objective, finite; the lower the better
};

/// Trials to be run next, in this order.
struct round {
    std::vector<index> points = {};
    double share = 1; ///< of the full effort for each of them, in (0, 1]
};

/// A search says, of a space of numbered points, which are tried next:
///
///     struct mine {
///         using role = coppice::role::search;
///         coppice::search::round next(coppice::index points,
///                                     std::span<const coppice::search::tried> so_far) const;
///     };
///
/// It is asked before the first trial and after every round, and told of all trials in the order in
/// which they were run; a round without points ends the search. It remembers nothing: after the
/// same trials it says the same. Trials at a share below 1 get by with less of the host's effort,
/// say fewer images.
template <class P>
concept policy = answers<P, role::search> &&
    requires(const P& policy, index points, std::span<const tried> so_far) {
    { policy.next(points, so_far) } -> std::same_as<round>;
};

} // namespace coppice::search
