#pragma once

#include "coppice/core/role.hpp"
#include "coppice/core/shape.hpp"

#include <concepts>
#include <type_traits>

/// Do layers whose outputs can only be removed together go together?
namespace coppice::couple {

/// A residual sum couples the filters of all layers that it adds; an attention those of its heads.
/// A policy that prunes them together makes one score of those of a group's members, the filters of
/// all layers that make it, in the order of their description:
///
///     struct mine {
///         using role = coppice::role::couple;
///         static constexpr bool couples = true;
///         constexpr double accumulate(double sum, double score) const;
///         constexpr double finish(double sum, coppice::index members) const;
///         constexpr coppice::index read(coppice::index members) const; // how many, at least 1
///     };
///
/// taken as a score is (see score/concept.hpp), of which it may also have the `join`. Members read
/// are the first. One that does not couple leaves such layers alone.
template <class P>
concept policy = answers<P, role::couple> && std::is_same_v<decltype(P::couples), const bool> &&
    (!P::couples || requires(const P& policy, double sum, index members) {
        { policy.accumulate(sum, sum) } -> std::same_as<double>;
        { policy.finish(sum, members) } -> std::same_as<double>;
        { policy.read(members) } -> std::same_as<index>;
    });

} // namespace coppice::couple
