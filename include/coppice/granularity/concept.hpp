#pragma once

#include "coppice/core/grouped.hpp"
#include "coppice/core/role.hpp"

#include <concepts>
#include <type_traits>

/// What is a group of weights that stays or goes together?
namespace coppice::granularity {

/// A granularity cuts a tensor into groups.
///
///     struct mine {
///         using role = coppice::role::granularity;
///         static constexpr bool removable;      // does removing a group leave a smaller tensor?
///         static constexpr bool single_weights; // is every group one weight?
///         static constexpr int least_rank;      // of the tensors it can cut
///         template <coppice::element T>
///         coppice::grouped<T> cut(const coppice::view<T>&) const;
///     };
///
/// `cut` is called for tensors of at least `least_rank` axes. A removable granularity cuts along
/// the output axis, axis 0.
template <class P>
concept policy = answers<P, role::granularity> &&
    requires(const P& policy, const view<float>& floats, const view<const double>& doubles) {
    requires std::is_same_v<decltype(P::removable), const bool>;
    requires std::is_same_v<decltype(P::single_weights), const bool>;
    requires std::is_same_v<decltype(P::least_rank), const int>;
    { policy.cut(floats) } -> std::same_as<grouped<float>>;
    { policy.cut(doubles) } -> std::same_as<grouped<const double>>;
};

} // namespace coppice::granularity
