#pragma once

#include "coppice/drive/detail/pruning_epoch.hpp"
#include "coppice/drive/session.hpp"
#include "coppice/drive/trainer.hpp"
#include "coppice/rewind/concept.hpp"
#include "coppice/schedule/concept.hpp"
#include "coppice/schedule/range.hpp"

#include <type_traits>
#include <utility>

namespace coppice::drive {

namespace detail {

/// What runs inside a round: the recipe between two sparsities, without its rewinding.
template <class Recipe>
[[nodiscard]] auto inside_round(const Recipe& recipe, double from, double to) {
    auto schedule = recipe.schedule;
    schedule.initial = from;
    schedule.target = to;
    return compose(
        recipe.granularity, recipe.score, recipe.normalise, recipe.select, schedule, recipe.lr,
        recipe.reduce, recipe.couple);
}

} // namespace detail

/// Looks for a lottery ticket, one call of `advance` a round:
///
///     coppice::drive::ticket_search search(recipe, model, trainer, coppice::backend::eigen{}, 5);
///     while (search.advance()) {
///         save(search.save());
///     }
///
/// Round r of R trains the weights W0 of the epoch that the recipe's rewinding names, under the
/// masks so far, with the recipe's schedule running over the round from s(r - 1) to s(r), and goes
/// back to W0. The sparsities rise geometrically over the schedule's own range,
///
///     1 - s(r) = (1 - initial) ((1 - target) / (1 - initial))^(r / R),
///
/// and the learning rate's progress is that of the training which is gone through again. A schedule
/// that prunes at the round's end, schedule::one_shot{.at = 1}, makes this the iterative magnitude
/// pruning of Frankle & Carbin, "The Lottery Ticket Hypothesis", ICLR 2019; the others are those of
/// Hubens et al., "One-Cycle Pruning". After each round the host holds the ticket: W0 where the
/// masks keep it, and 0.
template <class Recipe, element T, class Host, class Backend>
class ticket_search {
    static_assert(
        recipe::is_composition<Recipe>,
        "tickets() runs a recipe: make one with coppice::compose(...).");
    static_assert(
        !Recipe::template names_any<role::step, role::trigger, role::freeze, role::stop>,
        "tickets() follows a schedule inside every round: it takes no step, trigger, freezing "
        "policy or stop rule. Drop them from compose(), or run the recipe with "
        "coppice::drive::in_steps.");
    static_assert(
        schedule::ranged<decltype(Recipe::schedule)>,
        "tickets() gives the recipe's schedule another range each round, and it has none to set: "
        "give it the members initial and target, see coppice/schedule/concept.hpp.");
    static_assert(
        decltype(Recipe::rewind)::begins == rewind::start::earlier,
        "tickets() goes back to earlier weights after each round: give compose() a "
        "coppice::rewind::weights{.to = 0, .of = epochs}.");
    static_assert(
        trainer<Host>,
        "The host's trainer lacks something that coppice/drive/trainer.hpp asks of one: "
        "train_epoch(guide), evaluate(), save(), restore(snapshot), reset_optimiser().");
    static_assert(
        rewinds<Host>, "The recipe rewinds weights, and the host's trainer cannot go back: give it "
                       "rewind(epoch), see coppice/drive/trainer.hpp.");

  public:
    using recipe_inside = decltype(detail::inside_round(std::declval<const Recipe&>(), 0.0, 0.0));
    using session_type = session<recipe_inside, T, Backend>;
    using pruner_type = pruner<recipe_inside, T, Backend>;

    /// Everything that changes from round to round, but for what the host trains.
    struct state {
        int done = 0; ///< rounds
        typename pruner_type::state pruned = {};
    };

    /// @param model, host  are the caller's, and outlive the search
    /// @param rounds       R, at least 1
    /// @throws coppice::error if no layer can be pruned as the recipe asks, or for a number of
    ///         rounds outside its range
    ticket_search(
        const Recipe& recipe, const model::description<T>& model, Host& host, Backend backend,
        int rounds)
        : recipe_(recipe), rounds_(at_least_one(rounds)), host_(host),
          part_(recipe.rewind.retraining(1)), session_(recipe_of(1), model, std::move(backend)) {}

    /// Takes the next round.
    /// @param watcher  called as watcher(session, round, epoch) after each epoch, before anything
    ///                 is rewound; round and epoch count from 1
    /// @return whether it was taken: false when all are done
    /// @throws coppice::error as the session does, and if the trainer does not tell of all its
    ///         steps; and whatever the host throws, such as for an epoch that it did not keep
    template <class Watcher>
    bool advance(Watcher&& watcher) {
        if (done_ == rounds_) {
            return false;
        }
        session_ = session_type(recipe_of(done_ + 1), std::move(session_.pruned()));
        go_back();
        for (int epoch = 0; epoch < part_.epochs(); ++epoch) {
            detail::train_pruning_epoch(session_, host_, part_, epoch, "tickets");
            watcher(std::as_const(session_), done_ + 1, epoch + 1);
        }
        session_.finish();
        go_back();
        ++done_;
        return true;
    }

    /// The same, watched by nobody.
    bool advance() {
        return advance([](const auto& /*session*/, int /*round*/, int /*epoch*/) {});
    }

    /// The sparsity at the end of a round; that of round 0 is where the schedule begins.
    [[nodiscard]] double target(int round) const {
        return schedule::geometric_sparsity(
            recipe_.schedule.initial, recipe_.schedule.target,
            static_cast<double>(round) / rounds_);
    }

    /// Rounds that are done.
    [[nodiscard]] int done() const { return done_; }

    /// Masks, counts and reasons: see drive::pruner.
    [[nodiscard]] pruner_type& pruned() { return session_.pruned(); }
    [[nodiscard]] const pruner_type& pruned() const { return session_.pruned(); }

    [[nodiscard]] state save() const { return {done_, session_.pruned().save()}; }

    /// Takes rounds and masks up again; weights are left as they are.
    /// @throws coppice::error for a state of other layers or groups
    void restore(const state& saved) {
        require(
            saved.done >= 0 && saved.done <= rounds_, "restore", "number of rounds done",
            saved.done, "in [0, " + text(rounds_) + "]");
        session_.pruned().restore(saved.pruned);
        done_ = saved.done;
    }

    /// Hands over the pruner; the search is done with.
    [[nodiscard]] pruner_type result() && { return std::move(session_.pruned()); }

  private:
    [[nodiscard]] static int at_least_one(int rounds) {
        require(rounds >= 1, "tickets", "number of rounds", rounds, "at least 1");
        return rounds;
    }

    [[nodiscard]] recipe_inside recipe_of(int number) const {
        return detail::inside_round(recipe_, target(number - 1), target(number));
    }

    void go_back() {
        host_.rewind(part_.from);
        session_.pruned().apply();
    }

    Recipe recipe_;
    int rounds_;
    Host& host_;
    rewind::stretch part_;
    session_type session_;
    int done_ = 0;
};

} // namespace coppice::drive
