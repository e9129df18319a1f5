#pragma once

#include "coppice/backend/reference.hpp"
#include "coppice/core/role.hpp"
#include "coppice/metric/size.hpp"
#include "coppice/select/candidate.hpp"
#include "coppice/select/verdict.hpp"

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

/// A counter that counts for each tensor in another way; `tensor` is its place in the selection.
template <class C>
concept counter_by_tensor = counter<C> &&
    requires(const C& count, std::size_t tensor, index groups, index gone) {
    { count.of_tensor(tensor, groups, gone) } -> std::same_as<index>;
};

/// What a counter says of one tensor.
template <counter C>
[[nodiscard]] constexpr index
asked_of(const C& count, std::size_t tensor, index groups, index gone) {
    if constexpr (counter_by_tensor<C>) {
        return count.of_tensor(tensor, groups, gone);
    } else {
        return count(groups, gone);
    }
}

/// A counter that also knows how large the masks leave the model, for selections with a budget.
/// `pruned` are the numbers of groups that the tensors in the selection have lost.
template <class C>
concept measure = counter<C> && requires(const C& count, std::span<const index> pruned) {
    { count.left(pruned) } -> std::same_as<metric::size>;
};

/// Whom a selection asks how many groups shall go.
enum class asks : unsigned char {
    each_layer, ///< the counter, for every tensor by itself
    all_layers, ///< the counter, once for all tensors together
    nobody,     ///< it decides that alone
};

/// What a selection works on. All of it is the caller's.
template <score::source Source>
struct work {
    std::span<candidate<Source>> tensors;
    std::span<index> pruned;        ///< written: groups of each tensor that are pruned now
    std::span<verdict> verdicts;    ///< written: what was asked of each, and what came between
    index weights_left = 0;         ///< in all tensors that may be pruned, before this selection
    std::byte* workspace = nullptr; ///< backend memory of Backend::select_workspace bytes
    std::span<mask::word> scratch = {}; ///< host memory, see `scratch` below
};

/// Most selections remember nothing between two calls.
struct stateless {
    [[nodiscard]] friend constexpr bool operator==(const stateless&, const stateless&) = default;
};

namespace detail {

template <class P>
concept stateful = requires {
    typename P::state;
};

template <class P>
struct state_of {
    using type = stateless;
};
template <stateful P>
struct state_of<P> {
    using type = typename P::state;
};

struct any_measure {
    index operator()(index groups, index gone) const;
    [[nodiscard]] metric::size left(std::span<const index> pruned) const;
};

/// `State` is a reference to the selection's state, or left out.
template <class P, class... State>
concept prunes = stateful<P>
== (sizeof...(State) == 1) &&
    requires(
        const P& policy, backend::reference& backend, const work<score::stored>& on,
        const any_measure& count, State... state) {
    { policy.prune(backend, on, count, state...) } -> std::same_as<not_a_number>;
};

} // namespace detail

/// What a selection remembers from one call to the next: its `state`, a value that whoever runs it
/// keeps, saves and restores.
template <class P>
using state_of = typename detail::state_of<P>::type;

/// Prunes by a selection, whether it has a state or not.
template <class P, class Backend, score::source Source, counter Count>
[[nodiscard]] not_a_number prune(
    const P& policy, Backend& backend, const work<Source>& on, const Count& count,
    state_of<P>& state) {
    if constexpr (detail::stateful<P>) {
        return policy.prune(backend, on, count, state);
    } else {
        return policy.prune(backend, on, count);
    }
}

/// The words of scratch that a selection needs when its masks have `words` in all.
template <class P>
[[nodiscard]] constexpr index scratch(const P& policy, index words) {
    if constexpr (requires { policy.scratch(words); }) {
        return policy.scratch(words);
    } else {
        return 0;
    }
}

/// A selection shares a number of pruned groups out over tensors:
///
///     struct mine {
///         using role = coppice::role::select;
///         static constexpr coppice::select::asks asked; // whom does it ask how many?
///         static constexpr bool compares_layers;        // do scores of one layer meet another's?
///         template <class Backend, coppice::score::source Source, counter Count>
///         not_a_number prune(Backend&, const work<Source>&, const Count&) const;
///     };
///
/// It may lower a candidate's `most` (the caller has set it to all groups but one), never raise it,
/// and never unprunes a group. Returned is what the backend says of NaN; the masks are then as they
/// were. A selection that needs to try masks has `scratch(words)`, one with a memory a `state`,
/// passed as a further argument; one for single weights only says so by a constant
/// `of_single_weights`, and by `unmet(extents)` which tensors it cannot prune.
template <class P>
concept policy = answers<P, role::select> && std::is_same_v<decltype(P::asked), const asks> &&
    std::is_same_v<decltype(P::compares_layers), const bool> &&
    (detail::prunes<P> || detail::prunes<P, state_of<P>&>);

/// Whether a selection takes single weights only.
template <class P>
inline constexpr bool of_single_weights = requires {
    requires P::of_single_weights;
};

} // namespace coppice::select
