#pragma once

#include "coppice/core/role.hpp"
#include "coppice/core/shape.hpp"

#include <concepts>
#include <type_traits>

/// How do the scores of layers compare? Layers differ in size and scale; where a selection takes
/// the lowest scores of all layers together, those of each can be divided by one number first.
namespace coppice::normalise {

/// That number is a norm of the layer's scores, over all of its groups, the pruned ones included:
///
///     struct mine {
///         using role = coppice::role::normalise;
///         static constexpr bool divides = true;
///         constexpr double accumulate(double sum, double score) const;
///         constexpr double finish(double sum, coppice::index groups) const;
///     };
///
/// taken as a score is (see score/concept.hpp), of which it may also have the `join`. A layer of
/// which the number is 0 is left as it is.
template <class P>
concept policy = answers<P, role::normalise> && std::is_same_v<decltype(P::divides), const bool> &&
    (!P::divides || requires(const P& policy, double sum, index groups) {
        { policy.accumulate(sum, sum) } -> std::same_as<double>;
        { policy.finish(sum, groups) } -> std::same_as<double>;
    });

} // namespace coppice::normalise
