#pragma once

#include "coppice/core/role.hpp"
#include "coppice/core/shape.hpp"

#include <concepts>

/// How do several ranks of one job agree?
namespace coppice::reduce {

/// Everything that decides and that ranks may see differently passes through the reduction:
///
///     struct mine {
///         using role = coppice::role::reduce;
///         coppice::index sum(coppice::index) const;   // over all ranks, the same on every rank
///     };
///
/// Weights are the same on every rank, so scores made of weights need none.
template <class P>
concept policy = answers<P, role::reduce> && requires(const P& policy, index count) {
    { policy.sum(count) } -> std::same_as<index>;
};

} // namespace coppice::reduce
