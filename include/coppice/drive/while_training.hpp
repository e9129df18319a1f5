#pragma once

#include "coppice/drive/course.hpp"

#include <utility>

namespace coppice::drive {

/// Trains for a number of epochs while a session prunes along the recipe's schedule: One-Cycle
/// Pruning, AGP, one-shot, iterative. The last step meets the target exactly. See drive::course.
/// @param epochs   at least 1
/// @param watcher  called as watcher(session, epoch) after each epoch, counted from 1
/// @return the session, for its masks and counts
/// @throws coppice::error as the session does, and if the trainer does not tell of all its steps
template <class Recipe, element T, class Host, class Backend, class Watcher>
auto while_training(
    const Recipe& recipe, const model::description<T>& model, Host& host, Backend backend,
    int epochs, Watcher&& watcher) {
    course<Recipe, T, Host, Backend> run(recipe, model, host, std::move(backend), epochs);
    while (run.advance()) {
        watcher(run.session(), run.done());
    }
    return std::move(run).result();
}

/// The same, watched by nobody.
template <class Recipe, element T, class Host, class Backend>
auto while_training(
    const Recipe& recipe, const model::description<T>& model, Host& host, Backend backend,
    int epochs) {
    return while_training(recipe, model, host, std::move(backend), epochs, [](const auto&, int) {});
}

} // namespace coppice::drive
