#pragma once

#include "coppice/core/require.hpp"
#include "coppice/drive/trainer.hpp"
#include "coppice/lr/concept.hpp"

namespace coppice::drive {

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
    struct {
        const Rate& schedule;
        int epochs;
        int epoch = 0;

        [[nodiscard]] double rate(double done) const {
            return schedule.rate({.progress = (epoch + done) / epochs});
        }
        [[nodiscard]] bool frozen(int /*layer*/) const { return false; }
        void after_step(double /*done*/) const {}
    } guide{rate, epochs, done};

    if (done == 0) {
        host.reset_optimiser();
        reached(0);
    }
    while (guide.epoch < epochs) {
        host.train_epoch(guide);
        reached(++guide.epoch);
    }
}

} // namespace coppice::drive
