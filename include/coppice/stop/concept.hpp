#pragma once

#include "coppice/core/role.hpp"
#include "coppice/metric/accuracy.hpp"

#include <concepts>
#include <type_traits>

/// Enough?
namespace coppice::stop {

/// Where a step-wise pruning stands.
struct position {
    double remaining = 1; ///< share of the weights left (drive::pruner::remaining), in (0, 1]
    /// Parameters after removal; for masks that cannot be removed, all parameters less the masked
    /// weights.
    index parameters = 0;
    metric::accuracy now = {}; ///< empty unless `needs_accuracy`
};

/// A stop rule is asked after every step:
///
///     struct mine {
///         using role = coppice::role::stop;
///         static constexpr bool needs_accuracy;
///         bool enough(const coppice::stop::position&) const;
///     };
template <class P>
concept policy = answers<P, role::stop> && requires(const P& policy, const position& at) {
    requires std::is_same_v<decltype(P::needs_accuracy), const bool>;
    { policy.enough(at) } -> std::same_as<bool>;
};

} // namespace coppice::stop
