#pragma once

#include "coppice/core/element.hpp"
#include "coppice/core/role.hpp"
#include "coppice/core/shape.hpp"

#include <concepts>

/// How much does a group of weights matter? The lowest scores go first.
namespace coppice::score {

/// A score runs over the members of a group and then finishes:
///
///     struct mine {
///         using role = coppice::role::score;
///         constexpr double accumulate(double sum, coppice::element auto weight, ...) const;
///         constexpr double finish(double sum, coppice::index members) const;
///     };
///
/// A score that looks at more than the weights takes one more element for each further tensor
/// (`Extra`). Both functions are declared constexpr, so that a device can call them, and
/// `accumulate` must round the same wherever it is compiled: additions, exact products, std::fma.
///
/// So that every backend gets the same score to the last bit, sums are cut the same way everywhere.
/// Members, in the order in which the weights lie in memory (`members_in_memory_order`), go in turn
/// to `lanes` partial sums, each starting at 0; the lanes are then added in halves (lane i += lane
/// i + 16, then + 8, + 4, + 2, + 1), and `finish` gets lane 0. Groups of more than `chunk` members
/// do so for every `chunk` members, and the chunks' sums are added in order.
template <class P, class T, class... Extra>
concept policy = element<T> && answers<P, role::score> &&
    requires(const P& policy, double sum, T weight, index members, Extra... extra) {
    { policy.accumulate(sum, weight, extra...) } -> std::same_as<double>;
    { policy.finish(sum, members) } -> std::same_as<double>;
};

/// Whether, of weights of type T by themselves, those of larger magnitude have larger scores and
/// those of equal magnitude equal ones. A score says so by
///
///     template <class T> static constexpr bool in_order_of_magnitude = true;
///
/// and a selection then compares the weights' own bits.
template <class P, class T>
concept in_order_of_magnitude = policy<P, T> && infinity_bits<T>
!= 0 && requires {
    requires P::template in_order_of_magnitude<T>;
};

/// Partial sums of one chunk: a warp's width, and a few registers of any vector unit.
inline constexpr index lanes = 32;

/// Members whose sums are taken together.
inline constexpr index chunk = 16384;

static_assert(chunk % lanes == 0);

} // namespace coppice::score
