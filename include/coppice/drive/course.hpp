#pragma once

#include "coppice/core/require.hpp"
#include "coppice/drive/detail/pruning_epoch.hpp"
#include "coppice/drive/session.hpp"
#include "coppice/drive/trainer.hpp"

#include <utility>

namespace coppice::drive {

/// Training for a number of epochs while a session prunes along the recipe's schedule, one call of
/// `advance` an epoch:
///
///     coppice::drive::course run(recipe, model, trainer, coppice::backend::eigen{}, 20);
///     while (run.advance()) {
///         save(run.save());
///     }
///
/// The first epoch starts with an optimiser started anew, the last one meets the schedule's target
/// exactly. `while_training` goes through all of it.
template <class Recipe, element T, class Host, class Backend>
class course {
    static_assert(
        trainer<Host>,
        "The host's trainer lacks something that coppice/drive/trainer.hpp asks of one: "
        "train_epoch(guide), evaluate(), save(), restore(snapshot), reset_optimiser().");

  public:
    using session_type = drive::session<Recipe, T, Backend>;

    /// Everything that changes on the way, but for what the host trains: weights, statistics,
    /// optimiser. Restored with that, it goes on bit for bit.
    struct state {
        int done = 0; ///< epochs
        typename session_type::state session = {};
    };

    /// @param host    is the caller's, and outlives the course
    /// @param epochs  at least 1
    /// @throws coppice::error as the session does, and for a number of epochs outside its range
    course(
        const Recipe& recipe, const model::description<T>& model, Host& host, Backend backend,
        int epochs)
        : session_(recipe, model, std::move(backend)), host_(host), epochs_(epochs) {
        require(epochs >= 1, "while_training", "number of epochs", epochs, "at least 1");
    }

    /// Trains for the next epoch.
    /// @return whether it did: false when all are done
    /// @throws coppice::error as the session does, and if the trainer does not tell of all its
    ///         steps; and whatever the host throws
    bool advance() {
        if (done_ == epochs_) {
            return false;
        }
        if (done_ == 0) {
            host_.reset_optimiser();
        }
        detail::train_pruning_epoch(session_, host_, {0, epochs_}, done_, "while_training");
        if (++done_ == epochs_) {
            session_.finish();
        }
        return true;
    }

    /// Epochs that are done.
    [[nodiscard]] int done() const { return done_; }

    [[nodiscard]] session_type& session() { return session_; }
    [[nodiscard]] const session_type& session() const { return session_; }

    /// Hands over the session; the course is done with.
    [[nodiscard]] session_type result() && { return std::move(session_); }

    [[nodiscard]] state save() const { return {done_, session_.save()}; }

    /// @throws coppice::error for a state of other layers or groups, or of more epochs
    void restore(const state& saved) {
        require(
            saved.done >= 0 && saved.done <= epochs_, "restore", "number of epochs done",
            saved.done, "in [0, " + text(epochs_) + "]");
        session_.restore(saved.session);
        done_ = saved.done;
    }

  private:
    session_type session_;
    Host& host_;
    int epochs_;
    int done_ = 0;
};

} // namespace coppice::drive
