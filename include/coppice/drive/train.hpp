#pragma once

#include "coppice/core/require.hpp"
#include "coppice/drive/detail/require_told.hpp"
#include "coppice/drive/pruner.hpp"
#include "coppice/drive/trainer.hpp"
#include "coppice/lr/concept.hpp"
#include "coppice/rewind/stretch.hpp"

#include <utility>

namespace coppice::drive {

namespace detail {

/// Trains through a part of a training, everything trainable, and calls `enforce` after every step
/// of the optimiser, with the share of the epoch that is then done.
/// @param remaining  of the weights, for the learning rate
template <class Rate, class Host, class Enforce, class Reached>
void train_part(
    const Rate& rate, Host& host, const rewind::stretch& part, double remaining,
    const Enforce& enforce, Reached&& reached) {
    struct {
        const Rate& schedule;
        const Enforce& enforce;
        rewind::stretch part;
        double remaining;
        int epoch;

        [[nodiscard]] double rate(double done) const {
            return schedule.rate({.progress = (epoch + done) / part.of, .remaining = remaining});
        }
        [[nodiscard]] bool frozen(int /*layer*/) const { return false; }
        void after_step(double done) const { enforce(done); }
    } guide{rate, enforce, part, remaining, part.from};

    while (guide.epoch < part.of) {
        host.train_epoch(guide);
        reached(++guide.epoch);
    }
}

} // namespace detail

/// The original training of a whole model, to which recipes that rewind go back: `epochs` epochs
/// along a learning rate, with an optimiser started anew, everything trainable and nothing pruned.
///
///     drive::train(recipe.lr, host, recipe.rewind.of, [&](int done) {
///         if (done == recipe.rewind.to) { ... keep host.save() for rewind(epoch) ... }
///     });
///
/// @param epochs   at least 1
/// @param reached  called as reached(done) with the number of epochs done: first 0, last `epochs`
/// @param done     epochs that were done before, for a training that goes on with a host as it was
///                 then; in [0, epochs]. Nothing starts anew if it is above 0, and `reached` is not
///                 called for it again.
/// @throws coppice::error for a number of epochs outside its range
template <lr::policy Rate, trainer Host, class Reached>
void train(const Rate& rate, Host& host, int epochs, Reached&& reached, int done = 0) {
    require(epochs >= 1, "drive::train", "number of epochs", epochs, "at least 1");
    require(
        done >= 0 && done <= epochs, "drive::train", "number of epochs done before", done,
        "in [0, " + text(epochs) + "]");
    if (done == 0) {
        host.reset_optimiser();
        reached(0);
    }
    detail::train_part(
        rate, host, {done, epochs}, 1, [](double /*told*/) {}, reached);
}

/// The same, of which nobody is told.
template <lr::policy Rate, trainer Host>
void train(const Rate& rate, Host& host, int epochs) {
    train(rate, host, epochs, [](int /*done*/) {});
}

/// A part of a training of a pruned network, such as a lottery ticket, with its masks in force from
/// the start and after every step of the optimiser. Weights and optimiser go on as they are:
///
///     host.rewind(part.from);
///     drive::train(recipe.lr, host, part, pruned);
///
/// @param reached  called as reached(done) with the number of epochs done: first part.from, last
///                 part.of
/// @throws coppice::error for what is no part, and if the trainer does not tell of all its steps
template <lr::policy Rate, trainer Host, class Recipe, element T, class Backend, class Reached>
void train(
    const Rate& rate, Host& host, const rewind::stretch& part, pruner<Recipe, T, Backend>& pruned,
    Reached&& reached) {
    part.validate("drive::train");
    pruned.apply();
    reached(part.from);
    double told = 0;
    const auto enforce = [&](double done) {
        pruned.apply();
        told = done;
    };
    detail::train_part(rate, host, part, pruned.remaining(), enforce, [&](int done) {
        detail::require_told(std::exchange(told, 0), "drive::train");
        reached(done);
    });
}

/// The same, of which nobody is told.
template <lr::policy Rate, trainer Host, class Recipe, element T, class Backend>
void train(
    const Rate& rate, Host& host, const rewind::stretch& part, pruner<Recipe, T, Backend>& pruned) {
    train(rate, host, part, pruned, [](int /*done*/) {});
}

} // namespace coppice::drive
