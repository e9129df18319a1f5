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
/// @throws coppice::error for a number of epochs outside its range
template <lr::policy Rate, trainer Host, class Reached>
void train(const Rate& rate, Host& host, int epochs, Reached&& reached) {
    require(epochs >= 1, "drive::train", "number of epochs", epochs, "at least 1");
    struct {
        const Rate& schedule;
        int epochs;
        int epoch = 0;

        [[nodiscard]] double rate(double done) const {
            return schedule.rate({.progress = (epoch + done) / epochs});
        }
        [[nodiscard]] bool frozen(int /*layer*/) const { return false; }
        void after_step(double /*done*/) const {}
    } guide{rate, epochs};

    host.reset_optimiser();
    reached(0);
    while (guide.epoch < epochs) {
        host.train_epoch(guide);
        reached(++guide.epoch);
    }
}

} // namespace coppice::drive
