#pragma once

#include "coppice/core/require.hpp"
#include "coppice/core/stopwatch.hpp"
#include "coppice/drive/detail/evaluation.hpp"
#include "coppice/drive/detail/require_told.hpp"
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

/// Prunes step by step, one call of `advance` a step or, for hosts that want to be able to go on
/// after an end at any moment, one call of `proceed` a piece of a step:
///
///     coppice::drive::stepper run(recipe, model, trainer, coppice::backend::eigen{});
///     while (run.proceed()) {
///         save(run.save());
///     }
///
/// Each step prunes; if the trigger fires, the recipe's rewinding says from which weights and in
/// which part of its schedule the host's trainer retrains: without one from those at hand, with an
/// optimiser started anew. A score of outputs is taken of what the host shows before each step. The
/// first call also measures the original accuracy, if the trigger needs it, and lets the freezing
/// policy choose. No retraining is forced at the end. Steps that cover no layer that can be pruned,
/// or by their ratio take nothing of any, are left out.
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
    /// statistics, optimiser. Restored with that, it goes on bit for bit; times add up.
    struct state {
        run_report report = {}; ///< of the steps that are done
        bool prepared = false;  ///< is there an original accuracy, has freezing chosen?
        bool retraining = false;
        step_report step = {}; ///< that is being retrained, so far
        int epoch = 0;         ///< in which its retraining goes on
        typename pruner_type::state pruned = {};
    };

    /// @param model, host  are the caller's, and outlive the stepper
    /// @throws coppice::error if no layer that the steps cover can be pruned, a step would empty a
    ///         layer, or trigger and rewinding disagree on the length of a retraining
    stepper(const Recipe& recipe, const model::description<T>& model, Host& host, Backend backend)
        : recipe_(recipe), model_(model), host_(host), pruner_(recipe, model, std::move(backend)),
          stretch_(recipe.rewind.retraining(recipe.trigger.epochs)),
          is_frozen_(model.layers().size()) {
        find_steps();
        if constexpr (decltype(Recipe::select)::asked == select::asks::each_layer) {
            refuse_to_empty();
        }
        report_.left_alone = pruner_.left_alone();
    }

    /// Takes the next step, or what is left of one.
    /// @return whether it was taken: false when all are done or the stop rule has had enough
    /// @throws coppice::error for a score that is NaN, for outputs that do not fit, are negative or
    ///         were not shown, for accuracies that cannot be compared, and if the trainer does not
    ///         tell of all its steps; and whatever the host throws, such as for an epoch that it
    ///         did not keep
    template <watcher Watcher>
    bool advance(Watcher& watching) {
        const std::size_t before = done();
        while (done() == before) {
            if (!proceed(watching)) {
                return false;
            }
        }
        return true;
    }

    bool advance() {
        const observer nobody;
        return advance(nobody);
    }

    /// Does the next piece of the work: what comes before the first step, a pruning, or an epoch of
    /// retraining. Between two pieces the stepper can be saved.
    /// @return whether there was one
    /// @throws coppice::error as `advance` does
    template <watcher Watcher>
    bool proceed(Watcher& watching) {
        if (retraining_) {
            retrain(watching);
        } else if (done() == steps_.size() || report_.stopped) {
            return false;
        } else if (prepares && !prepared_) {
            prepare(watching);
        } else {
            begin_step(watching);
        }
        return true;
    }

    bool proceed() {
        const observer nobody;
        return proceed(nobody);
    }

    /// Of the steps that are done.
    [[nodiscard]] const run_report& report() const { return report_; }

    /// Masks, counts and reasons: see drive::pruner.
    [[nodiscard]] const pruner_type& pruned() const { return pruner_; }
    [[nodiscard]] pruner_type& pruned() { return pruner_; }

    [[nodiscard]] state save() const {
        return {report_, prepared_, retraining_, step_, epoch_, pruner_.save()};
    }

    /// @throws coppice::error for a state of other layers or groups
    void restore(const state& saved) {
        check(saved);
        pruner_.restore(saved.pruned);
        report_ = saved.report;
        prepared_ = saved.prepared;
        retraining_ = saved.retraining;
        step_ = saved.step;
        epoch_ = saved.epoch;
        mark_frozen(saved.report.frozen);
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
        double told = 0;           ///< share of the epoch

        [[nodiscard]] double rate(double done) const {
            return rehearsal_rate > 0 ? rehearsal_rate
                                      : run.recipe_.lr.rate(
                                            {.progress = (epoch + done) / epochs,
                                             .remaining = run.pruner_.remaining()});
        }
        [[nodiscard]] bool frozen(int layer) const {
            const std::vector<bool>& frozen = run.is_frozen_;
            require_number("in_steps", "layer that the trainer asks for", layer, frozen.size());
            return rehearsal_rate <= 0 && frozen[static_cast<std::size_t>(layer)];
        }
        void after_step(double done) {
            run.pruner_.apply();
            told = done;
        }
        [[nodiscard]] const pruner_type& pruned() const { return run.pruner_; }

        void train() {
            run.host_.train_epoch(*this);
            detail::require_told(told, "in_steps");
        }
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
            run.host_.reset_optimiser();
            guide{run, 0, 1, rate}.train();
        }
    };

    /// Whether something comes before the first step.
    static constexpr bool prepares =
        decltype(Recipe::trigger)::needs_accuracy || decltype(Recipe::freeze)::probes;

    [[nodiscard]] std::size_t done() const { return report_.steps.size(); }

    void check(const state& saved) const {
        const std::size_t steps = saved.report.steps.size();
        const std::size_t most = steps_.size() - (saved.retraining ? 1 : 0);
        if (steps > steps_.size() || steps > most) {
            throw error(
                "restore", "number of steps done", text(steps), "in [0, " + text(most) + "]");
        }
        if (saved.retraining && (saved.epoch < stretch_.from || saved.epoch >= stretch_.of)) {
            throw error(
                "restore", "epoch of retraining", text(saved.epoch),
                "in [" + text(stretch_.from) + ", " + text(stretch_.of) + ")");
        }
        for (const int layer : saved.report.frozen) {
            require_number("restore", "frozen layer", layer, is_frozen_.size());
        }
    }

    /// The recipe's steps that cover a layer which can be pruned and, where it is known beforehand,
    /// take something of one.
    void find_steps() {
        const index steps = recipe_.step.steps(model_);
        bool covers = false;
        for (index number = 0; number < steps; ++number) {
            const std::vector<outcome> some = covered(number);
            covers = covers || !some.empty();
            if (takes_some(number, some)) {
                steps_.push_back(number);
            }
        }
        if (!covers) {
            throw error(
                "model", "number of layers that the steps cover and that can be pruned", "0",
                "at least 1" + detail::reasons(model_, pruner_.left_alone()));
        }
    }

    [[nodiscard]] bool takes_some(index number, const std::vector<outcome>& of) const {
        if constexpr (decltype(Recipe::select)::asked == select::asks::each_layer) {
            return std::any_of(of.begin(), of.end(), [&](const outcome& layer) {
                return step::count(recipe_.step, model_, number, layer.layer, layer.groups) > 0;
            });
        } else {
            return !of.empty();
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
                return so_far.total > 0 && trigger::settled(recipe_.trigger, original, so_far);
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
        std::vector<bool> frozen(is_frozen_.size());
        for (const int layer : layers) {
            require_number("in_steps", "layer that freezing has chosen", layer, frozen.size());
            frozen[static_cast<std::size_t>(layer)] = true;
        }
        report_.frozen = layers;
        is_frozen_ = std::move(frozen);
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
    void begin_step(Watcher& watching) {
        const index number = steps_[done()];
        step_report step{
            .number = static_cast<index>(done()) + 1,
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
            begin_retraining(step);
        }
        step_ = std::move(step);
        if (!retraining_) {
            finish_step(watching);
        }
    }

    void begin_retraining(step_report& step) {
        constexpr rewind::start begins = decltype(Recipe::rewind)::begins;
        if constexpr (begins == rewind::start::afresh) {
            host_.reset_optimiser();
        } else if constexpr (begins == rewind::start::earlier) {
            host_.rewind(stretch_.from);
            pruner_.apply();
        }
        step.retrained = true;
        epoch_ = stretch_.from;
        step.rate = guide{*this, epoch_, stretch_.of}.rate(0);
        retraining_ = epoch_ < stretch_.of;
    }

    /// An epoch, and the end of the step after the last.
    template <class Watcher>
    void retrain(Watcher& watching) {
        {
            const stopwatch timing(step_.spent.retrain);
            guide{*this, epoch_, stretch_.of}.train();
        }
        if (++epoch_ == stretch_.of) {
            retraining_ = false;
            finish_step(watching);
        }
    }

    template <class Watcher>
    void finish_step(Watcher& watching) {
        stop::position at{step_.remaining, step_.size.parameters, step_.before};
        if constexpr (decltype(Recipe::stop)::needs_accuracy) {
            if (step_.retrained || step_.before.total == 0) {
                const stopwatch timing(step_.spent.evaluate);
                at.now = evaluate();
            }
            step_.after = at.now;
        }
        report_.stopped = recipe_.stop.enough(at);
        watching.finished(std::as_const(step_));
        report_.spent += step_.spent;
        report_.steps.push_back(std::exchange(step_, {}));
    }

    Recipe recipe_;
    const model::description<T>& model_;
    Host& host_;
    pruner_type pruner_;
    rewind::stretch stretch_;  ///< that every retraining goes through
    std::vector<index> steps_; ///< the recipe's numbers of the steps that prune something
    std::vector<bool> is_frozen_;
    run_report report_;
    bool prepared_ = false;
    bool retraining_ = false;
    step_report step_; ///< that is being retrained
    int epoch_ = 0;    ///< of its retraining
};

} // namespace coppice::drive
