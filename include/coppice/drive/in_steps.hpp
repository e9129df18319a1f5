#pragma once

#include "coppice/drive/stepper.hpp"

#include <type_traits>
#include <utility>

namespace coppice::drive {

/// What `in_steps` returns.
template <class Pruner>
struct stepped {
    run_report report;
    Pruner pruned; ///< masks and counts: see drive::pruner
};

/// Prunes in steps, all of them: ICE-Pick, naive iterative pruning, and whatever else is composed
/// of a step, a trigger, a freezing policy, a rewinding, a learning rate and a stop rule. See
/// drive::stepper.
/// @param watching  told what happens: see drive::observer
/// @throws coppice::error as making a stepper and `stepper::advance` do
template <class Recipe, element T, class Host, class Backend, class Watcher>
auto in_steps(
    const Recipe& recipe, const model::description<T>& model, Host& host, Backend backend,
    Watcher&& watching) {
    static_assert(
        watcher<std::remove_reference_t<Watcher>>,
        "The observer lacks something that coppice/drive/stepper.hpp asks of one: derive it from "
        "coppice::drive::observer, and hide frozen(report), pruned(step) or finished(step).");
    stepper<Recipe, T, Host, Backend> run(recipe, model, host, std::move(backend));
    while (run.advance(watching)) {
    }
    auto [report, pruned] = std::move(run).result();
    return stepped<pruner<Recipe, T, Backend>>{std::move(report), std::move(pruned)};
}

/// The same, observed by nobody.
template <class Recipe, element T, class Host, class Backend>
auto in_steps(
    const Recipe& recipe, const model::description<T>& model, Host& host, Backend backend) {
    return in_steps(recipe, model, host, std::move(backend), observer{});
}

/// Refuses at once what `in_steps` would refuse before its first step, for hosts whose training
/// takes long. Touches nothing.
/// @throws coppice::error as `in_steps` does
template <class Recipe, element T, class Host, class Backend>
void check_in_steps(
    const Recipe& recipe, const model::description<T>& model, Host& host, Backend backend) {
    static_cast<void>(stepper<Recipe, T, Host, Backend>(recipe, model, host, std::move(backend)));
}

} // namespace coppice::drive
