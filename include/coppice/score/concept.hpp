#pragma once

#include "coppice/core/element.hpp"
#include "coppice/core/role.hpp"
#include "coppice/core/shape.hpp"

#include <concepts>

/// How much does a group of weights matter? The lowest scores go first.
namespace coppice::score {

template <class P>
concept finishes_by_sum = requires(const P& policy, double sum, index members) {
    { policy.finish(sum, members) } -> std::same_as<double>;
};

template <class P>
concept finishes_by_group = requires(const P& policy, double sum, index members, index group) {
    { policy.finish(sum, members, group) } -> std::same_as<double>;
};

/// A score runs over the members of a group and then finishes:
///
///     struct mine {
///         using role = coppice::role::score;
///         constexpr double accumulate(double sum, coppice::element auto weight, ...) const;
///         constexpr double finish(double sum, coppice::index members) const;
///     };
///
/// `finish` may take the group's number as a third argument, and `of_tensor(number)` may give the
/// score for one of several tensors: a random score needs both. `join(sum, sum)` may say how
/// partial sums become one where that is not by addition; 0 must then change no partial sum.
///
/// A score that looks at more than the weights takes one more element for each further tensor
/// (`Extra`). Both functions are declared constexpr, so that a device can call them, and
/// `accumulate` must round the same wherever it is compiled: additions, exact products, math::fma.
///
/// So that every backend gets the same score to the last bit, sums are cut the same way everywhere.
/// Members, in the order in which the weights lie in memory (`members_in_memory_order`), go in turn
/// to `lanes` partial sums, each starting at 0; the lanes are then joined in halves (lane i += lane
/// i + 16, then + 8, + 4, + 2, + 1), and `finish` gets lane 0. Groups of more than `chunk` members
/// do so for every `chunk` members, and the chunks' sums are joined in order.
template <class P, class T, class... Extra>
concept policy = element<T> && answers<P, role::score> &&
    (finishes_by_sum<P> ||
     finishes_by_group<P>)&&requires(const P& policy, double sum, T weight, Extra... extra) {
    { policy.accumulate(sum, weight, extra...) } -> std::same_as<double>;
};

/// Two partial sums of a group made one.
template <class P>
[[nodiscard]] constexpr double joined(const P& policy, double sum, double more) {
    if constexpr (requires { policy.join(sum, more); }) {
        return policy.join(sum, more);
    } else {
        return sum + more;
    }
}

/// A group's score, from the sum over its members.
template <class P>
[[nodiscard]] constexpr double finished(const P& policy, double sum, index members, index group) {
    if constexpr (finishes_by_group<P>) {
        return policy.finish(sum, members, group);
    } else {
        return policy.finish(sum, members);
    }
}

/// The score for the tensor with this number among those that are pruned together.
template <class P>
[[nodiscard]] constexpr P of_tensor(const P& policy, index tensor) {
    if constexpr (requires { policy.of_tensor(tensor); }) {
        return policy.of_tensor(tensor);
    } else {
        return policy;
    }
}

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

/// Whether a recipe shall score a filter by the scale of its normalisation instead of its weights.
template <class P>
inline constexpr bool of_scales = requires {
    requires P::of_scales;
};

/// Whether a recipe shall score a filter by what it puts out instead of its weights: see
/// coppice/drive/trainer.hpp, shows_outputs. Such a score accumulates over outputs, and the sum is
/// then divided by a number of values or of images:
///
///     static constexpr bool of_outputs = true;
///     constexpr coppice::index divisor(coppice::index images, coppice::index values) const;
///
/// A constant `of_non_negative` says that outputs below 0 make no sense to it; they are refused.
template <class P>
concept of_outputs = requires(const P& policy, index number) {
    requires P::of_outputs;
    { policy.divisor(number, number) } -> std::same_as<index>;
};

template <class P>
inline constexpr bool of_non_negative = requires {
    requires P::of_non_negative;
};

/// Partial sums of one chunk: a warp's width, and a few registers of any vector unit.
inline constexpr index lanes = 32;

/// Members whose sums are taken together.
inline constexpr index chunk = 16384;

static_assert(chunk % lanes == 0);

} // namespace coppice::score
