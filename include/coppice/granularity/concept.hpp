#pragma once

#include "coppice/core/grouped.hpp"
#include "coppice/core/role.hpp"

#include <concepts>
#include <string>
#include <type_traits>

/// What is a group of weights that stays or goes together?
namespace coppice::granularity {

/// A granularity cuts a tensor into groups.
///
///     struct mine {
///         using role = coppice::role::granularity;
///         static constexpr bool removable;      // does removing a group leave a smaller tensor?
///         static constexpr bool single_weights; // is every group one weight?
///         std::string unmet(const coppice::shape& extents) const;
///         template <coppice::element T>
///         coppice::grouped<T> cut(const coppice::view<T>&) const;
///     };
///
/// `unmet` says what a tensor of these extents would have to be and is not, as in "of at least 2
/// axes", and nothing if it can be cut; only then is `cut` called. A removable granularity cuts
/// along the output axis, axis 0.
template <class P>
concept policy = answers<P, role::granularity> &&
    requires(const P& policy, const view<float>& floats, const view<const double>& doubles) {
    requires std::is_same_v<decltype(P::removable), const bool>;
    requires std::is_same_v<decltype(P::single_weights), const bool>;
    { policy.unmet(floats.extents()) } -> std::same_as<std::string>;
    { policy.cut(floats) } -> std::same_as<grouped<float>>;
    { policy.cut(doubles) } -> std::same_as<grouped<const double>>;
};

/// Whether groups are so small and many that their scores are computed where they are read, rather
/// than written down. A granularity says so by
///
///     static constexpr bool many_groups = true;
template <class P>
inline constexpr bool many_groups = requires {
    requires P::many_groups;
};

/// What `unmet` says of tensors with too few axes.
[[nodiscard]] inline std::string at_least(int axes, const shape& extents) {
    return extents.rank() >= axes ? ""
                                  : "of at least " + text(axes) + (axes == 1 ? " axis" : " axes");
}

} // namespace coppice::granularity
