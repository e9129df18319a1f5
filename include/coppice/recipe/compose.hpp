#pragma once

#include "coppice/core/require.hpp"
#include "coppice/core/role.hpp"
#include "coppice/couple/none.hpp"
#include "coppice/freeze/none.hpp"
#include "coppice/granularity/weight.hpp"
#include "coppice/lr/constant.hpp"
#include "coppice/normalise/none.hpp"
#include "coppice/reduce/none.hpp"
#include "coppice/rewind/none.hpp"
#include "coppice/schedule/one_shot.hpp"
#include "coppice/score/collective.hpp"
#include "coppice/score/l1.hpp"
#include "coppice/select/local.hpp"
#include "coppice/step/model.hpp"
#include "coppice/stop/none.hpp"
#include "coppice/trigger/always.hpp"

#include <type_traits>
#include <utility>

namespace coppice {

namespace recipe {

/// One policy for every role. Made by `coppice::compose`; immutable in use, and without state.
template <
    class Granularity, class Score, class Normalise, class Select, class Schedule, class Step,
    class Trigger, class Freeze, class Rewind, class Lr, class Stop, class Reduce, class Couple,
    class... Named>
struct composition {
    Granularity granularity;
    Score score;
    Normalise normalise;
    Select select;
    Schedule schedule;
    Step step;
    Trigger trigger;
    Freeze freeze;
    Rewind rewind;
    Lr lr;
    Stop stop;
    Reduce reduce;
    Couple couple;

    /// Whether `compose` was given a policy for the role, rather than left to take the default.
    template <class Role>
    static constexpr bool names = (std::is_same_v<Role, Named> || ...);

    /// Whether it was given one for any of the roles.
    template <class... Roles>
    static constexpr bool names_any = (names<Roles> || ...);

    /// @throws coppice::error for the first policy with a parameter out of its range
    void validate() const {
        coppice::validate(
            granularity, score, normalise, select, schedule, step, trigger, freeze, rewind, lr,
            stop, reduce, couple);
    }
};

template <class R>
inline constexpr bool is_composition = false;
template <class... Parts>
inline constexpr bool is_composition<composition<Parts...>> = true;
template <class... Parts>
inline constexpr bool is_composition<const composition<Parts...>> = true;

namespace detail {

template <class Policy>
struct role_of {
    using type = void;
};
template <has_role Policy>
struct role_of<Policy> {
    using type = typename Policy::role;
};

template <class Role, class... Policies>
inline constexpr int
    how_many = (0 + ... + (std::is_same_v<typename role_of<Policies>::type, Role> ? 1 : 0));

/// Whether compose() knows a policy's role; that there is one, is another question.
template <class Policy, class... Roles>
inline constexpr bool answers_any =
    !has_role<Policy> || (std::is_same_v<typename role_of<Policy>::type, Roles> || ...);

template <class Policy>
inline constexpr bool role_known = answers_any<
    Policy, role::granularity, role::score, role::couple, role::normalise, role::select,
    role::schedule, role::step, role::trigger, role::freeze, role::rewind, role::lr, role::stop,
    role::reduce, role::search, role::objective>;

/// The policy of the role among those given, or else the default.
template <class Role, class Default>
constexpr Default pick() {
    return {};
}
template <class Role, class Default, class First, class... Rest>
constexpr auto pick(const First& first, const Rest&... rest) {
    if constexpr (std::is_same_v<typename role_of<First>::type, Role>) {
        return first;
    } else {
        return pick<Role, Default>(rest...);
    }
}

template <class Role, class Default, class... Policies>
using picked = decltype(pick<Role, Default>(std::declval<const Policies&>()...));

/// Says in a sentence what is wrong with a list of policies.
template <class... Policies>
consteval void check_roles() {
    static_assert(
        (has_role<Policies> && ...),
        "compose() takes policies only: one of its arguments answers no role. Pass objects such as "
        "coppice::score::l1{}, and give a policy of your own a line `using role = "
        "coppice::role::score;`.");
    static_assert(
        (role_known<Policies> && ...),
        "compose() was given a policy that answers a role of its own: its `role` must be one of "
        "those in coppice/core/role.hpp.");
    static_assert(
        how_many<role::granularity, Policies...> <= 1,
        "compose() was given two granularities: keep one.");
    static_assert(
        how_many<role::score, Policies...> <= 1, "compose() was given two scores: keep one.");
    static_assert(
        how_many<role::normalise, Policies...> <= 1,
        "compose() was given two normalisations: keep one.");
    static_assert(
        how_many<role::select, Policies...> <= 1, "compose() was given two selections: keep one.");
    static_assert(
        how_many<role::schedule, Policies...> <= 1, "compose() was given two schedules: keep one.");
    static_assert(
        how_many<role::step, Policies...> <= 1, "compose() was given two steps: keep one.");
    static_assert(
        how_many<role::trigger, Policies...> <= 1, "compose() was given two triggers: keep one.");
    static_assert(
        how_many<role::freeze, Policies...> <= 1,
        "compose() was given two freezing policies: keep one.");
    static_assert(
        how_many<role::rewind, Policies...> <= 1, "compose() was given two rewindings: keep one.");
    static_assert(
        how_many<role::lr, Policies...> <= 1, "compose() was given two learning rates: keep one.");
    static_assert(
        how_many<role::stop, Policies...> <= 1, "compose() was given two stop rules: keep one.");
    static_assert(
        how_many<role::reduce, Policies...> <= 1, "compose() was given two reductions: keep one.");
    static_assert(
        how_many<role::couple, Policies...> <= 1,
        "compose() was given two policies for coupled layers: keep one.");
    static_assert(
        how_many<role::search, Policies...> + how_many<role::objective, Policies...> == 0,
        "compose() was given a search or an objective, which tune a recipe and are no part of one: "
        "give it to coppice::tune::find_best().");
    static_assert(
        how_many<role::schedule, Policies...> == 0 || how_many<role::step, Policies...> == 0,
        "A recipe prunes either along a schedule while training or in steps: give compose() a "
        "schedule or a step, not both.");
}

/// Says in a sentence which policy does not offer what its role asks.
template <class R>
consteval void check_policies() {
    static_assert(
        granularity::policy<decltype(R::granularity)>,
        "The granularity in compose() lacks something that coppice/granularity/concept.hpp asks of "
        "one: cut(view), unmet(extents), removable, single_weights.");
    static_assert(
        score::of_weights_alone<decltype(R::score), float> ||
            score::of_weights_alone<decltype(R::score), double>,
        "The score in compose() lacks something that coppice/score/concept.hpp asks of one: "
        "accumulate(sum, weight) and finish(sum, members), both returning double.");
    static_assert(
        normalise::policy<decltype(R::normalise)>,
        "The normalisation in compose() lacks something that coppice/normalise/concept.hpp asks of "
        "one: divides, accumulate(sum, score) and finish(sum, groups), both returning double.");
    static_assert(
        select::policy<decltype(R::select)>,
        "The selection in compose() lacks something that coppice/select/concept.hpp asks of one: "
        "asked, compares_layers, prune(backend, work, count).");
    static_assert(
        !decltype(R::normalise)::divides || decltype(R::select)::compares_layers,
        "The selection in compose() compares no layers, so a normalisation of their scores would "
        "change nothing: drop it, or select with coppice::select::global.");
    static_assert(
        !select::of_single_weights<decltype(R::select)> || decltype(R::granularity)::single_weights,
        "The selection in compose() takes single weights: compose it with "
        "coppice::granularity::weight.");
    static_assert(
        schedule::policy<decltype(R::schedule)>,
        "The schedule in compose() lacks something that coppice/schedule/concept.hpp asks of one: "
        "sparsity(t), returning double.");
    static_assert(
        step::policy<decltype(R::step)>,
        "The step in compose() lacks something that coppice/step/concept.hpp asks of one: "
        "steps(model), layers(model, step), name(model, step), count(left).");
    static_assert(
        step::counts_alike<decltype(R::step)> ||
            decltype(R::select)::asked != select::asks::all_layers,
        "The step in compose() counts layer by layer, and the selection asks for all layers "
        "together: select with coppice::select::local.");
    static_assert(
        !score::of_outputs<decltype(R::score)> || decltype(R::granularity)::removable,
        "The score in compose() reads what filters put out: compose it with "
        "coppice::granularity::filter.");
    static_assert(
        trigger::policy<decltype(R::trigger)>,
        "The trigger in compose() lacks something that coppice/trigger/concept.hpp asks of one: "
        "needs_accuracy, epochs, fires(original, now).");
    static_assert(
        freeze::policy<decltype(R::freeze)>,
        "The freezing policy in compose() lacks something that coppice/freeze/concept.hpp asks of "
        "one: probes, and choose(probe) if that is true.");
    static_assert(
        rewind::policy<decltype(R::rewind)>,
        "The rewinding in compose() lacks something that coppice/rewind/concept.hpp asks of one: "
        "begins, retraining(epochs).");
    static_assert(
        decltype(R::rewind)::begins != rewind::start::earlier || !decltype(R::freeze)::probes,
        "The rewinding in compose() takes all layers back to an earlier epoch, and the freezing "
        "policy keeps some from being trained again from there: drop the freezing, or rewind with "
        "coppice::rewind::learning_rate.");
    static_assert(
        lr::policy<decltype(R::lr)>,
        "The learning rate in compose() lacks something that coppice/lr/concept.hpp asks of one: "
        "rate(position), returning double.");
    static_assert(
        stop::policy<decltype(R::stop)>,
        "The stop rule in compose() lacks something that coppice/stop/concept.hpp asks of one: "
        "needs_accuracy, enough(position).");
    static_assert(
        reduce::policy<decltype(R::reduce)>,
        "The reduction in compose() lacks something that coppice/reduce/concept.hpp asks of one: "
        "sum(count), returning coppice::index.");
    static_assert(
        couple::policy<decltype(R::couple)>,
        "The policy for coupled layers in compose() lacks something that "
        "coppice/couple/concept.hpp asks of one: couples, and if that is true accumulate(sum, "
        "score), finish(sum, members) and read(members).");
    static_assert(
        !decltype(R::couple)::couples || decltype(R::granularity)::removable,
        "The policy for coupled layers in compose() prunes filters of several layers together: "
        "compose it with coppice::granularity::filter.");
}

} // namespace detail
} // namespace recipe

/// A recipe from one policy a role, in any order; a role left out takes its default:
/// granularity::weight, score::l1, normalise::none, select::local, schedule::one_shot, step::model,
/// trigger::always, freeze::none, rewind::none, lr::constant, stop::none, reduce::none,
/// couple::none.
///
///     auto recipe = coppice::compose(
///         coppice::granularity::filter{}, coppice::step::block{.ratio = 0.6},
///         coppice::trigger::accuracy_drop{.points = 1.5});
///
/// What cannot work does not compile, and the compiler says why in a sentence.
/// @throws coppice::error for a parameter out of its range
template <class... Policies>
[[nodiscard]] auto compose(const Policies&... policies) {
    using namespace recipe::detail;
    check_roles<Policies...>();
    using made = recipe::composition<
        picked<role::granularity, granularity::weight, Policies...>,
        picked<role::score, score::l1, Policies...>,
        picked<role::normalise, normalise::none, Policies...>,
        picked<role::select, select::local, Policies...>,
        picked<role::schedule, schedule::one_shot, Policies...>,
        picked<role::step, step::model, Policies...>,
        picked<role::trigger, trigger::always, Policies...>,
        picked<role::freeze, freeze::none, Policies...>,
        picked<role::rewind, rewind::none, Policies...>,
        picked<role::lr, lr::constant, Policies...>, picked<role::stop, stop::none, Policies...>,
        picked<role::reduce, reduce::none, Policies...>,
        picked<role::couple, couple::none, Policies...>, typename role_of<Policies>::type...>;
    check_policies<made>();
    const made recipe{
        pick<role::granularity, granularity::weight>(policies...),
        pick<role::score, score::l1>(policies...),
        pick<role::normalise, normalise::none>(policies...),
        pick<role::select, select::local>(policies...),
        pick<role::schedule, schedule::one_shot>(policies...),
        pick<role::step, step::model>(policies...),
        pick<role::trigger, trigger::always>(policies...),
        pick<role::freeze, freeze::none>(policies...),
        pick<role::rewind, rewind::none>(policies...),
        pick<role::lr, lr::constant>(policies...),
        pick<role::stop, stop::none>(policies...),
        pick<role::reduce, reduce::none>(policies...),
        pick<role::couple, couple::none>(policies...)};
    recipe.validate();
    return recipe;
}

} // namespace coppice
