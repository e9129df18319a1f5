#pragma once

#include "coppice/core/count.hpp"
#include "coppice/drive/pruner.hpp"
#include "coppice/lr/concept.hpp"

#include <utility>

namespace coppice::drive {

/// Pruning inside a training loop that the host keeps. The host says where its training is, and the
/// session prunes to the sparsity that the recipe's schedule asks for by then:
///
///     coppice::drive::session session(recipe, model, coppice::backend::eigen{});
///     for (each batch) {
///         ... forward, backward, an optimiser's step at session.rate() ...
///         session.after_step(batches_done / batches_in_all);
///     }
///     session.finish();
///
/// `after_step` allocates nothing and calls nothing virtual. It is to be called after every step of
/// the optimiser, so that momentum and weight decay cannot revive what is pruned.
template <class Recipe, element T, class Backend>
class session {
    static_assert(
        recipe::is_composition<Recipe>,
        "A session runs a recipe: make one with coppice::compose(...).");
    static_assert(
        !Recipe::template names_any<
            role::step, role::trigger, role::freeze, role::rewind, role::stop>,
        "A session follows its schedule alone: it takes no step, trigger, freezing policy, "
        "rewinding or stop rule. Drop them from compose(), or run the recipe with "
        "coppice::drive::in_steps.");
    static_assert(
        decltype(Recipe::select)::asked != select::asks::nobody,
        "A session prunes to its schedule, and the recipe's selection decides by itself how much "
        "goes. Select with coppice::select::local or global, or run the recipe with "
        "coppice::drive::in_steps.");

    static_assert(
        !score::of_outputs<decltype(Recipe::score)>,
        "A session sees weights alone, and the recipe's score reads what layers put out. Choose "
        "another score, or run the recipe with coppice::drive::in_steps.");

  public:
    /// Everything that changes while a session runs. Restored, the session goes on bit for bit.
    struct state {
        double progress = 0;
        typename pruner<Recipe, T, Backend>::state pruned;
    };

    /// @throws coppice::error if no layer can be pruned as the recipe asks
    session(const Recipe& recipe, const model::description<T>& model, Backend backend)
        : recipe_(recipe), pruner_(recipe, model, std::move(backend)) {}

    /// Goes on with masks that exist, along another schedule.
    /// @param recipe  of the pruner, but for its schedule and its learning rate
    session(const Recipe& recipe, pruner<Recipe, T, Backend>&& pruned)
        : recipe_(recipe), pruner_(std::move(pruned)) {}

    /// Tells the session that the optimiser has taken a step. Where the schedule asks for more than
    /// before, prunes; then zeroes what is pruned.
    /// @param progress  share of the whole training that is done, in [0, 1], never falling
    /// @throws coppice::error for a progress outside its range, and as `pruner::prune` does
    void after_step(double progress) {
        if (!(progress >= progress_ && progress <= 1)) {
            throw error("session", "progress", text(progress), "in [" + text(progress_) + ", 1]");
        }
        const double due = recipe_.schedule.sparsity(progress);
        if (!(due >= 0 && due <= 1)) {
            throw error(
                "session", "sparsity due at " + text(progress) + " of the training", text(due),
                "in [0, 1]");
        }
        if (due > served_) {
            pruner_.prune([due](index groups, index /*gone*/) { return floor_share(due, groups); });
            served_ = due;
        }
        pruner_.apply();
        progress_ = progress;
    }

    /// Prunes to the schedule's target, whatever the last step said. To be called after training.
    void finish() { after_step(1); }

    /// The learning rate for the next step of the optimiser.
    [[nodiscard]] double rate() const { return rate(progress_); }

    /// The same at another progress: of a training that began before this session.
    [[nodiscard]] double rate(double progress) const {
        return recipe_.lr.rate({.progress = progress, .remaining = pruner_.remaining()});
    }

    [[nodiscard]] double progress() const { return progress_; }

    /// Masks, counts and reasons: see drive::pruner.
    [[nodiscard]] pruner<Recipe, T, Backend>& pruned() { return pruner_; }
    [[nodiscard]] const pruner<Recipe, T, Backend>& pruned() const { return pruner_; }

    [[nodiscard]] state save() const { return {progress_, pruner_.save()}; }

    /// @throws coppice::error for a state of other layers or groups
    void restore(const state& saved) {
        if (!(saved.progress >= 0 && saved.progress <= 1)) {
            throw error("restore", "progress", text(saved.progress), "in [0, 1]");
        }
        pruner_.restore(saved.pruned);
        progress_ = saved.progress;
        served_ = pruner_.sparsity() > 0 ? recipe_.schedule.sparsity(progress_) : 0;
    }

  private:
    Recipe recipe_;
    pruner<Recipe, T, Backend> pruner_;
    double progress_ = 0;
    double served_ = 0; ///< the sparsity that was last pruned to
};

} // namespace coppice::drive
