#pragma once

#include "coppice/backend/reference.hpp"
#include "coppice/core/role.hpp"
#include "coppice/select/candidate.hpp"

#include <concepts>
#include <cstddef>
#include <span>
#include <type_traits>

/// Which groups go?
namespace coppice::select {

/// How many of `groups` groups shall be pruned in all, when `gone` of them already are.
template <class C>
concept counter = requires(const C& count, index groups, index gone) {
    { count(groups, gone) } -> std::same_as<index>;
};

/// A selection shares a number of pruned groups out over tensors:
///
///     struct mine {
///         using role = coppice::role::select;
///         static constexpr bool per_layer;   // is every layer asked for its share by itself?
///         template <class Backend, coppice::score::source Source, counter Count>
///         not_a_number prune(Backend&, std::span<candidate<Source>>, Count, std::span<index>
///         pruned,
///                    std::byte* workspace) const;
///     };
///
/// `Count` is asked for each tensor if the selection is per layer, and for all together otherwise.
/// The selection may lower a candidate's `most` (the caller has set it to all groups but one),
/// never raise it, and never unprunes a group; a candidate that would have lost more is left at
/// `most`. `pruned` gets the count of pruned groups of every candidate; `workspace` is backend
/// memory of `Backend::select_workspace` bytes. Returned is what the backend says of NaN.
template <class P>
concept policy = answers<P, role::select> && requires(
    const P& policy, backend::reference& backend, std::span<candidate<score::stored>> candidates,
    index (*count)(index, index), std::span<index> pruned, std::byte* workspace) {
    requires std::is_same_v<decltype(P::per_layer), const bool>;
    { policy.prune(backend, candidates, count, pruned, workspace) } -> std::same_as<not_a_number>;
};

} // namespace coppice::select
