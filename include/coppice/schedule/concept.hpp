#pragma once

#include "coppice/core/role.hpp"

#include <concepts>

/// How much shall be pruned by now?
namespace coppice::schedule {

/// A schedule gives the sparsity in [0, 1) that is due after the share `t` in [0, 1] of the
/// training budget:
///
///     struct mine {
///         using role = coppice::role::schedule;
///         double sparsity(double t) const;
///     };
///
/// It never falls as t grows, and sparsity(1) is its target exactly.
template <class P>
concept policy = answers<P, role::schedule> && requires(const P& policy, double t) {
    { policy.sparsity(t) } -> std::same_as<double>;
};

/// A schedule whose range can be set, as all in this room: it runs between its members `initial`
/// and `target`.
template <class P>
concept ranged = policy<P> && requires(P& policy, double sparsity) {
    policy.initial = sparsity;
    policy.target = sparsity;
};

} // namespace coppice::schedule
