#pragma once

#include "coppice/drive/evaluation.hpp"
#include "coppice/drive/pruner.hpp"
#include "coppice/drive/report.hpp"
#include "coppice/drive/trainer.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace coppice::drive {

/// Told what happens while a stepper advances; its own time is counted nowhere. Derive from it and
/// hide what you want to hear of.
struct observer {
    void frozen(const run_report& /*so_far*/) const {} ///< the freezing policy has chosen
    void pruned(const step_report& /*step*/) const {
    } ///< a step has pruned, nothing is retrained yet
    void finished(const step_report& /*step*/) const {} ///< a step is done, retraining included
};

/// Something that can be told what happens.
template <class W>
concept watcher = requires(W& watching, const run_report& run, const step_report& step) {
    watching.frozen(run);
    watching.pruned(step);
    watching.finished(step);
};

/// Prunes step by step, one call of `advance` a step:
///
///     coppice::drive::stepper run(recipe, model, trainer, coppice::backend::eigen{});
///     while (run.advance()) {
///         save(run.save());
///     }
///
/// Each step prunes; if the trigger fires, the recipe's rewinding says from which weights and in
/// which part of its schedule the host's trainer retrains: without one from those at hand, with an
/// optimiser started anew. A score of outputs is taken of what the host shows before each step. The
/// first call also measures the original accuracy, if the trigger needs it, and lets the freezing
/// policy choose. No retraining is forced at the end. Steps that cover no layer that can be pruned
/// are left out.
template <class Recipe, element T, class Host, class Backend>
class stepper {
    static_assert(
        recipe::is_composition<Recipe>,
        "in_steps() runs a recipe: make one with coppice::compose(...).");
    static_assert(
        !Recipe::template names<role::schedule>,
        "in_steps() follows no schedule, its step says how much goes: drop the schedule from "
        "compose(), or run the recipe with coppice::drive::while_training.");
    static_assert(
        trainer<Host>,
        "The host's trainer lacks something that coppice/drive/trainer.hpp asks of one: "
        "train_epoch(guide), evaluate(), save(), restore(snapshot), reset_optimiser().");

    static_assert(
        decltype(Recipe::rewind)::begins != rewind::start::earlier || rewinds<Host>,
        "The recipe rewinds weights, and the host's trainer cannot go back: give it "
        "rewind(epoch), see coppice/drive/trainer.hpp, or rewind with "
        "coppice::rewind::learning_rate.");
    static_assert(
        !score::of_outputs<decltype(Recipe::score)> || shows_outputs<Host, T>,
        "The recipe's score reads what layers put out, and the host's trainer does not show it: "
        "give it calibrate(viewer), see coppice/drive/trainer.hpp.");

    using pruner_type = pruner<Recipe, T, Backend>;

  public:
    /// Everything that changes while a stepper runs, but for what the host trains: weights,
    /// statistics, optimiser. Restored with that, it goes on bit for bit.
    struct state {
        index done = 0; ///< steps
        bool prepared = false;
        bool stopped = false;
        metric::accuracy original = {};
        std::vector<int> frozen = {};
        typename pruner_type::state pruned = {};
    };

    /// @param model, host  are the caller's, and outlive the stepper
    /// @throws coppice::error if no layer can be pruned, a step would empty a layer, or trigger and
    ///         rewinding disagree on the length of a retraining
    stepper(const Recipe& recipe, const model::description<T>& model, Host& host, Backend backend)
        : recipe_(recipe), model_(model), host_(host), pruner_(recipe, model, std::move(backend)),
          retraining_(recipe.rewind.retraining(recipe.trigger.epochs)),
          is_frozen_(model.layers().size()) {
        find_steps();
        if constexpr (decltype(Recipe::select)::asked == select::asks::each_layer) {
            refuse_to_empty();
        }
        report_.left_alone = pruner_.left_alone();
    }

    /// Takes the next step.
    /// @return whether it was taken: false when all are done or the stop rule has had enough
    /// @throws coppice::error for a score that is NaN, for outputs that do not fit, are negative or
    ///         were not shown, and for accuracies that cannot be compared; and whatever the host
    ///         throws, such as for an epoch that it did not keep
    template <watcher Watcher>
    bool advance(Watcher& watching) {
        if (done_ == static_cast<index>(steps_.size()) || report_.stopped) {
            return false;
        }
        if (!prepared_) {
            prepare(watching);
        }
        report_.steps.push_back(take_step(watching));
        report_.spent += report_.steps.back().spent;
        ++done_;
        return true;
    }

    bool advance() {
        const observer nobody;
        return advance(nobody);
    }

    [[nodiscard]] const run_report& report() const { return report_; }

    /// Masks, counts and reasons: see drive::pruner.
    [[nodiscard]] const pruner_type& pruned() const { return pruner_; }
    [[nodiscard]] pruner_type& pruned() { return pruner_; }

    [[nodiscard]] state save() const {
        return {done_,          prepared_,     report_.stopped, report_.original,
                report_.frozen, pruner_.save()};
    }

    /// @throws coppice::error for a state of another model or recipe
    void restore(const state& saved) {
        if (saved.done < 0 || saved.done > static_cast<index>(steps_.size())) {
            throw error(
                "restore", "number of steps done", text(saved.done),
                "in [0, " + text(steps_.size()) + "]");
        }
        pruner_.restore(saved.pruned);
        done_ = saved.done;
        prepared_ = saved.prepared;
        report_.stopped = saved.stopped;
        report_.original = saved.original;
        mark_frozen(saved.frozen);
    }

    /// Hands over report and pruner; the stepper is done with.
    [[nodiscard]] std::pair<run_report, pruner_type> result() && {
        return {std::move(report_), std::move(pruner_)};
    }

  private:
    /// Steers an epoch of training.
    struct guide {
        stepper& run;
        int epoch = 0;
        int epochs = 1;
        double rehearsal_rate = 0; ///< above 0 in a rehearsal, in which everything trains

        [[nodiscard]] double rate(double done) const {
            return rehearsal_rate > 0 ? rehearsal_rate
                                      : run.recipe_.lr.rate(
                                            {.progress = (epoch + done) / epochs,
                                             .remaining = run.pruner_.remaining()});
        }
        [[nodiscard]] bool frozen(int layer) const {
            return rehearsal_rate <= 0 && run.is_frozen_[static_cast<std::size_t>(layer)];
        }
        void after_step(double /*done*/) const { run.pruner_.apply(); }
    };

    /// The rehearsal that a freezing policy sees: see coppice/freeze/concept.hpp.
    struct rehearsal {
        stepper& run;
        std::vector<int> candidates;

        [[nodiscard]] const std::vector<int>& layers() const { return candidates; }
        [[nodiscard]] const std::string& name(int layer) const {
            return run.model_.layer_at(layer).name;
        }
        [[nodiscard]] grouped<const T> weights(int layer) const {
            return whole(view<const T>(run.model_.weight(layer).values));
        }
        [[nodiscard]] Backend& backend() const { return run.pruner_.backend(); }
        void prune() const { run.prune(run.steps_.front()); }
        void train(double rate) const {
            guide epoch{run, 0, 1, rate};
            run.host_.reset_optimiser();
            run.host_.train_epoch(epoch);
        }
    };

    /// The recipe's steps that cover a layer which can be pruned.
    void find_steps() {
        const index steps = recipe_.step.steps(model_);
        for (index number = 0; number < steps; ++number) {
            if (!covered(number).empty()) {
                steps_.push_back(number);
            }
        }
    }

    void refuse_to_empty() const {
        for (const index number : steps_) {
            for (const outcome& layer : covered(number)) {
                const index count =
                    step::count(recipe_.step, model_, number, layer.layer, layer.groups);
                if (count >= layer.groups && layer.groups > 1) {
                    throw error(
                        model_.layer_at(layer.layer).name,
                        "number of groups that a step would remove", text(count),
                        "below " + text(layer.groups) + ", all it has; lower the ratio");
                }
            }
        }
    }

    /// What has become of the layers that a step covers.
    [[nodiscard]] std::vector<outcome> covered(index number) const {
        const std::vector<int> layers = recipe_.step.layers(model_, number);
        std::vector<outcome> some;
        for (const outcome& layer : pruner_.outcomes()) {
            if (std::find(layers.begin(), layers.end(), layer.layer) != layers.end()) {
                some.push_back(layer);
            }
        }
        return some;
    }

    [[nodiscard]] metric::accuracy evaluate() {
        return detail::evaluate(host_, recipe_.reduce, report_.original);
    }

    /// What the trigger has to know of the accuracy: where the host can stop counting, no more
    /// answers than settle the decision. Several ranks could not agree on when that is.
    [[nodiscard]] metric::accuracy evaluate_for_trigger() {
        constexpr bool counts_all = decltype(Recipe::stop)::needs_accuracy ||
                                    !std::is_same_v<decltype(Recipe::reduce), reduce::none>;
        if constexpr (
            !counts_all && trigger::monotone<decltype(Recipe::trigger)> && evaluates_until<Host>) {
            const metric::accuracy& original = report_.original;
            const auto enough = [&](const metric::accuracy& so_far) {
                return trigger::settled(recipe_.trigger, original, so_far);
            };
            const metric::accuracy some = host_.evaluate(enough);
            detail::check(some);
            if (some.total > original.total || (some.total < original.total && !enough(some))) {
                throw error(
                    "evaluate", "number of answers", text(some.total),
                    text(original.total) +
                        " as for the original model, or fewer that settle the decision");
            }
            return some;
        } else {
            return evaluate();
        }
    }

    [[nodiscard]] bool fires(const metric::accuracy& counted) const {
        const index total = report_.original.total;
        return recipe_.trigger.fires(report_.original, {counted.correct, total});
    }

    void prune(index number) {
        if constexpr (pruner_type::of_outputs) {
            auto viewer = pruner_.look();
            host_.calibrate(viewer);
        }
        const std::vector<int> layers = recipe_.step.layers(model_, number);
        if constexpr (step::counts_alike<decltype(Recipe::step)>) {
            pruner_.prune(layers, [this](index groups, index gone) {
                return gone + recipe_.step.count(groups - gone);
            });
        } else {
            pruner_.prune(layers, [this, number](int layer, index groups, index gone) {
                return gone + recipe_.step.count(model_, number, layer, groups - gone);
            });
        }
        pruner_.apply();
    }

    template <class Watcher>
    void prepare(Watcher& watching) {
        if constexpr (decltype(Recipe::trigger)::needs_accuracy) {
            const stopwatch timing(report_.spent.evaluate);
            report_.original = evaluate();
        }
        if constexpr (decltype(Recipe::freeze)::probes) {
            choose_frozen();
            watching.frozen(std::as_const(report_));
        }
        prepared_ = true;
    }

    void choose_frozen() {
        const stopwatch timing(report_.spent.probe);
        const auto weights = host_.save();
        const auto masks = pruner_.save();
        const auto undo = [&] {
            pruner_.restore(masks);
            host_.restore(weights);
        };
        rehearsal probe{*this, candidates_for_freezing()};
        try {
            mark_frozen(recipe_.freeze.choose(probe));
        } catch (...) {
            undo();
            throw;
        }
        undo();
    }

    void mark_frozen(const std::vector<int>& layers) {
        report_.frozen = layers;
        is_frozen_.assign(is_frozen_.size(), false);
        for (const int layer : layers) {
            is_frozen_.at(static_cast<std::size_t>(layer)) = true;
        }
    }

    /// The layers in blocks, or every layer but the first and the last if there are no blocks.
    [[nodiscard]] std::vector<int> candidates_for_freezing() const {
        std::vector<int> layers;
        for (const model::block& block : model_.blocks()) {
            layers.insert(layers.end(), block.layers.begin(), block.layers.end());
        }
        const int all = static_cast<int>(model_.layers().size());
        for (int layer = 1; layer + 1 < all && model_.blocks().empty(); ++layer) {
            layers.push_back(layer);
        }
        std::sort(layers.begin(), layers.end());
        return layers;
    }

    template <class Watcher>
    step_report take_step(Watcher& watching) {
        const index number = steps_[static_cast<std::size_t>(done_)];
        step_report step{
            .number = done_ + 1,
            .steps = static_cast<index>(steps_.size()),
            .name = recipe_.step.name(model_, number)};
        {
            const stopwatch timing(step.spent.prune);
            prune(number);
        }
        step.remaining = pruner_.remaining();
        step.size = pruner_.size();
        step.masked = pruner_.masked_size();
        step.layers = covered(number);
        if constexpr (decltype(Recipe::trigger)::needs_accuracy) {
            const stopwatch timing(step.spent.evaluate);
            step.before = evaluate_for_trigger();
        }
        watching.pruned(std::as_const(step));
        if (fires(step.before)) {
            const stopwatch timing(step.spent.retrain);
            retrain(step);
        }
        stop::position at{step.remaining, step.size.parameters, step.before};
        if constexpr (decltype(Recipe::stop)::needs_accuracy) {
            if (step.retrained || step.before.total == 0) {
                const stopwatch timing(step.spent.evaluate);
                at.now = evaluate();
            }
        }
        report_.stopped = recipe_.stop.enough(at);
        watching.finished(std::as_const(step));
        return step;
    }

    void begin_retraining() {
        constexpr rewind::start begins = decltype(Recipe::rewind)::begins;
        if constexpr (begins == rewind::start::afresh) {
            host_.reset_optimiser();
        } else if constexpr (begins == rewind::start::earlier) {
            host_.rewind(retraining_.from);
            pruner_.apply();
        }
    }

    void retrain(step_report& step) {
        step.retrained = true;
        begin_retraining();
        guide epoch{*this, retraining_.from, retraining_.of, 0};
        step.rate = epoch.rate(0);
        for (; epoch.epoch < epoch.epochs; ++epoch.epoch) {
            host_.train_epoch(epoch);
        }
    }

    Recipe recipe_;
    const model::description<T>& model_;
    Host& host_;
    pruner_type pruner_;
    rewind::stretch retraining_;
    std::vector<index> steps_; ///< the recipe's numbers of the steps that prune something
    std::vector<bool> is_frozen_;
    run_report report_;
    index done_ = 0;
    bool prepared_ = false;
};

} // namespace coppice::drive
