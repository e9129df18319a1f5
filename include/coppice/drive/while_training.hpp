#pragma once

#include "coppice/drive/session.hpp"
#include "coppice/drive/trainer.hpp"
#include "coppice/rewind/stretch.hpp"

#include <utility>

namespace coppice::drive {

namespace detail {

/// Steers epochs in which a session prunes.
template <class Session>
struct pruning_guide {
    Session& pruning;
    rewind::stretch part; ///< of the training that the learning rate belongs to
    int epoch = 0;        ///< of the part
    double told = 0;      ///< share of the epoch

    [[nodiscard]] double rate(double done) const {
        return pruning.rate((part.from + epoch + done) / part.of);
    }
    [[nodiscard]] bool frozen(int /*layer*/) const { return false; }
    void after_step(double done) {
        pruning.after_step((epoch + done) / part.epochs());
        told = done;
    }
};

/// Trains through a part of a training while a session prunes: to the session, the part is all.
/// @param where    the driver that asks
/// @param watcher  called as watcher(session, epoch) after each epoch, counted from 1
/// @throws coppice::error as the session does, and if the trainer does not tell of all its steps
template <class Session, class Host, class Watcher>
void train_pruning(
    Session& pruning, Host& host, const rewind::stretch& part, const char* where,
    Watcher&& watcher) {
    pruning_guide<Session> guide{pruning, part};
    for (; guide.epoch < part.epochs(); ++guide.epoch) {
        guide.told = 0;
        host.train_epoch(guide);
        if (guide.told < 1 - count_tolerance) {
            throw error(
                where, "share of the epoch that the trainer's last after_step told of",
                text(guide.told),
                "1: count the steps of an epoch, the last partial batch included");
        }
        watcher(pruning, guide.epoch + 1);
    }
}

} // namespace detail

/// Trains for a number of epochs while a session prunes along the recipe's schedule: One-Cycle
/// Pruning, AGP, one-shot, iterative. The last step meets the target exactly.
/// @param epochs   at least 1
/// @param watcher  called as watcher(session, epoch) after each epoch, counted from 1
/// @return the session, for its masks and counts
/// @throws coppice::error as the session does, and if the trainer does not tell of all its steps
template <class Recipe, element T, class Host, class Backend, class Watcher>
auto while_training(
    const Recipe& recipe, const model::description<T>& model, Host& host, Backend backend,
    int epochs, Watcher&& watcher) {
    static_assert(
        trainer<Host>,
        "The host's trainer lacks something that coppice/drive/trainer.hpp asks of one: "
        "train_epoch(guide), evaluate(), save(), restore(snapshot), reset_optimiser().");
    if (epochs < 1) {
        throw error("while_training", "number of epochs", text(epochs), "at least 1");
    }
    session<Recipe, T, Backend> pruning(recipe, model, std::move(backend));
    host.reset_optimiser();
    detail::train_pruning(pruning, host, {0, epochs}, "while_training", watcher);
    pruning.finish();
    return pruning;
}

/// The same, watched by nobody.
template <class Recipe, element T, class Host, class Backend>
auto while_training(
    const Recipe& recipe, const model::description<T>& model, Host& host, Backend backend,
    int epochs) {
    return while_training(recipe, model, host, std::move(backend), epochs, [](const auto&, int) {});
}

} // namespace coppice::drive
