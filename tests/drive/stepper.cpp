#include "coppice/drive/stepper.hpp"

#include "archetype/host.hpp"
#include "archetype/resnet.hpp"
#include "coppice/backend/reference.hpp"
#include "coppice/recipe/named.hpp"
#include "coppice/select/global.hpp"
#include "coppice/stop/accuracy_floor.hpp"
#include "coppice/stop/target_sparsity.hpp"
#include "coppice/trigger/never.hpp"
#include "core/refusal.hpp"

#include <doctest/doctest.h>

using coppice::compose;
using coppice::backend::reference;
using coppice::drive::stepper;
using coppice::granularity::filter;
using coppice::trigger::accuracy_drop;
namespace step = coppice::step;

namespace {

/// Gives a hundred answers one by one, the wrong ones first.
struct answering_host : archetype::host {
    std::vector<coppice::index> right; ///< of each evaluation
    bool impatient = false;
    bool asks_first = false; ///< whether enough have answered before one has
    std::size_t evaluations = 0;

    coppice::metric::accuracy evaluate() {
        return evaluate([](const auto& /*so_far*/) { return false; });
    }

    template <class Enough>
    coppice::metric::accuracy evaluate(const Enough& enough) {
        const coppice::index wrong = 100 - right.at(evaluations++);
        coppice::metric::accuracy counted;
        if (asks_first && enough(counted)) {
            return counted;
        }
        do {
            counted.correct += counted.total >= wrong ? 1 : 0;
            ++counted.total;
        } while (counted.total < 100 && !enough(counted) && !(impatient && evaluations > 1));
        return counted;
    }
};

static_assert(coppice::drive::evaluates_until<answering_host>);
static_assert(!coppice::drive::evaluates_until<archetype::host>);

/// Notes what the masks leave in each epoch.
struct looking_host : archetype::host {
    std::vector<coppice::metric::size> left;

    template <class Guide>
    void train_epoch(Guide& guide) {
        left.push_back(guide.pruned().size());
        archetype::host::train_epoch(guide);
    }
};

/// Tells of no step.
struct silent_host : archetype::host {
    int epochs = 0;

    template <class Guide>
    void train_epoch(Guide& /*guide*/) {
        ++epochs;
    }
};

/// Asks for a layer that there is not.
struct curious_host : archetype::host {
    template <class Guide>
    void train_epoch(Guide& guide) {
        static_cast<void>(guide.frozen(10));
        archetype::host::train_epoch(guide);
    }
};

/// Chooses a layer that there is not.
struct careless {
    using role = coppice::role::freeze;
    static constexpr bool probes = true;

    [[nodiscard]] std::vector<int> choose(auto& /*probe*/) const { return {0, 10}; }
};

struct hears_nothing {};

static_assert(coppice::drive::watcher<coppice::drive::observer>);
static_assert(coppice::drive::watcher<const coppice::drive::observer>);
static_assert(!coppice::drive::watcher<hears_nothing>);

} // namespace

TEST_CASE("a stepper advances step by step until all are taken") {
    const archetype::resnet net(1);
    archetype::host host;
    stepper run(compose(filter{}, step::block{.ratio = 0.5}), net.model, host, reference{});
    CHECK(run.advance());
    CHECK(run.report().steps.size() == 1);
    CHECK(run.advance());
    CHECK(run.advance());
    CHECK_FALSE(run.advance());
    CHECK(run.pruned().sparsity() == 0.5);
}

TEST_CASE("an epoch's guide shows the masks that it retrains") {
    const archetype::resnet net(1);
    looking_host host;
    stepper run(compose(filter{}, step::block{.ratio = 0.5}), net.model, host, reference{});
    while (run.advance()) {
    }
    REQUIRE(host.left.size() == run.report().steps.size());
    for (std::size_t i = 0; i < host.left.size(); ++i) {
        CHECK(host.left[i] == run.report().steps[i].size);
    }
}

TEST_CASE("a trainer that does not tell of its steps is refused, in a rehearsal and after it") {
    const std::string sentence =
        "in_steps: share of the epoch that the trainer's last after_step told of is 0; it must be "
        "1: count the steps of an epoch, the last partial batch included";
    const archetype::resnet net(1);
    silent_host host;
    stepper steps(compose(filter{}, step::block{.ratio = 0.5}), net.model, host, reference{});
    CHECK(refusal([&] { steps.advance(); }) == sentence);
    host = {};
    const auto probing = coppice::recipe::ice_pick(0.5, {.points = 0});
    stepper rehearsing(probing, net.model, host, reference{});
    CHECK(refusal([&] { rehearsing.advance(); }) == sentence);
    CHECK(host.epochs == 1);
    CHECK(host.calls.back() == "restore"); // after the rehearsal
}

TEST_CASE("layers that there are not are refused, whoever names them") {
    const archetype::resnet net(1);
    curious_host host;
    stepper asked(compose(filter{}, step::block{.ratio = 0.5}), net.model, host, reference{});
    CHECK(refusal([&] {
              asked.advance();
          }) == "in_steps: layer that the trainer asks for is 10; it must be in [0, 10)");
    archetype::host other;
    stepper chosen(
        compose(filter{}, step::block{.ratio = 0.5}, careless{}), net.model, other, reference{});
    CHECK(refusal([&] {
              chosen.advance();
          }) == "in_steps: layer that freezing has chosen is 10; it must be in [0, 10)");
    CHECK(chosen.report().frozen.empty());
}

TEST_CASE("restored, a stepper takes the steps that were left, with the same layers frozen") {
    const auto recipe = coppice::recipe::ice_pick(0.5, {.points = 0});
    archetype::host first_host;
    const archetype::resnet net(1);
    stepper first(recipe, net.model, first_host, reference{});
    first.advance();
    const auto state = first.save();
    archetype::host second_host;
    stepper second(recipe, net.model, second_host, reference{});
    second.restore(state);
    CHECK(second.pruned().save() == first.pruned().save());
    while (first.advance()) {
    }
    int steps = 0;
    for (; second.advance(); ++steps) {
        CHECK(second.report().steps.back().number == steps + 2);
    }
    CHECK(steps == 2);
    CHECK(second.report().steps.size() == 3); // those before the restoration included
    CHECK(second.report().frozen == first.report().frozen);
    CHECK(second.report().original == first.report().original);
    CHECK(second.pruned().save() == first.pruned().save());
    CHECK(second_host.calls.front() == "evaluate"); // no second rehearsal
}

TEST_CASE("states that cannot be are refused, and nothing is changed") {
    const archetype::resnet net(1);
    archetype::host host;
    stepper run(coppice::recipe::ice_pick(0.5, {.points = 0}), net.model, host, reference{});
    run.advance();
    const auto good = run.save();
    const auto check_refused = [&](auto spoil, const char* sentence) {
        auto wrong = good;
        spoil(wrong);
        CHECK_THROWS_WITH_AS(run.restore(wrong), sentence, coppice::error);
        CHECK(run.save().pruned == good.pruned);
        CHECK(run.report().steps.size() == 1);
    };
    check_refused(
        [](auto& state) { state.report.steps.resize(4); },
        "restore: number of steps done is 4; it must be in [0, 3]");
    check_refused(
        [](auto& state) {
            state.report.steps.resize(3);
            state.retraining = true;
        },
        "restore: number of steps done is 3; it must be in [0, 2]");
    check_refused(
        [](auto& state) {
            state.retraining = true;
            state.epoch = 1;
        },
        "restore: epoch of retraining is 1; it must be in [0, 1)");
    check_refused(
        [](auto& state) { state.report.frozen = {99}; },
        "restore: frozen layer is 99; it must be in [0, 10)");
    check_refused(
        [](auto& state) { state.pruned.verdicts.clear(); },
        "restore: state is of other layers; it must be one that the same recipe saved of the same "
        "model");
}

namespace {

/// Writes down what it hears.
struct listener : coppice::drive::observer {
    std::vector<std::string> heard;

    void frozen(const coppice::drive::run_report& /*so_far*/) { heard.emplace_back("frozen"); }
    void pruned(const coppice::drive::step_report& step) { heard.push_back("pruned " + step.name); }
    void finished(const coppice::drive::step_report& step) {
        heard.push_back("finished " + step.name + (step.retrained ? " retrained" : ""));
    }
};

/// What a run may decide and report, without its times.
struct outline {
    std::vector<std::string> steps;
    std::vector<int> frozen;
    coppice::metric::accuracy original;
    bool stopped = false;

    explicit outline(const coppice::drive::run_report& report)
        : frozen(report.frozen), original(report.original), stopped(report.stopped) {
        for (const coppice::drive::step_report& step : report.steps) {
            std::string all = step.name + " " + coppice::text(step.number) + " " +
                              coppice::text(step.remaining) + " " + coppice::text(step.rate) + " " +
                              coppice::text(step.before.correct) +
                              (step.retrained ? " retrained" : "");
            for (const coppice::drive::outcome& layer : step.layers) {
                all += " " + coppice::text(layer.layer) + ":" + coppice::text(layer.pruned) + "/" +
                       coppice::text(layer.asked);
            }
            steps.push_back(all);
        }
    }
    [[nodiscard]] friend bool operator==(const outline&, const outline&) = default;
};

/// Goes through a run, every piece in a stepper of its own that is restored from the one before,
/// and expects what an undisturbed run gives.
template <class Recipe, class Net>
void check_pieces(const Recipe& recipe, const Net& net, std::size_t pieces) {
    const auto answering = [](archetype::host& host) {
        host.answer = [&host] { // fewer and fewer right ones
            return coppice::metric::accuracy{
                100 - static_cast<coppice::index>(host.rates.size()), 100};
        };
    };
    archetype::host undisturbed;
    answering(undisturbed);
    listener expected;
    stepper whole(recipe, net.model, undisturbed, reference{});
    while (whole.advance(expected)) {
    }

    archetype::host host;
    answering(host);
    listener found;
    stepper first(recipe, net.model, host, reference{});
    auto state = first.save();
    std::size_t done = 0;
    while (true) {
        stepper piece(recipe, net.model, host, reference{});
        piece.restore(state);
        if (!piece.proceed(found)) {
            CHECK(outline(piece.report()) == outline(whole.report()));
            CHECK(piece.pruned().save() == whole.pruned().save());
            break;
        }
        state = piece.save();
        ++done;
    }
    CHECK(done == pieces);
    CHECK(found.heard == expected.heard);
    CHECK(host.calls == undisturbed.calls);
    CHECK(host.rates == undisturbed.rates);
}

} // namespace

TEST_CASE("stopped and restored between any two pieces, a run decides and reports the same") {
    const archetype::resnet net(1);
    SUBCASE("ICE-Pick: preparation, three prunings, three retrainings of an epoch") {
        check_pieces(
            coppice::recipe::ice_pick(0.5, {.points = 0}, {.share = 0.5}, {.base = 1e-3}), net, 7);
    }
    SUBCASE("no retraining: three prunings") {
        check_pieces(
            compose(filter{}, step::block{.ratio = 0.5}, coppice::trigger::never{}), net, 3);
    }
    SUBCASE("three epochs after every pruning, each at its rate") {
        check_pieces(
            compose(
                filter{}, step::block{.ratio = 0.5}, coppice::trigger::always{.epochs = 3},
                coppice::lr::warmup_decay{.base = 0.1}),
            net, 12);
    }
    SUBCASE("a stop rule that has enough after the second step") {
        check_pieces(
            compose(
                filter{}, step::block{.ratio = 0.5}, coppice::trigger::always{},
                coppice::stop::target_sparsity{.sparsity = 0.1}),
            net, 4);
    }
}

TEST_CASE(
    "no more answers are counted than settle whether to retrain, and the decision is the same") {
    for (const bool stops : {false, true}) {
        const archetype::resnet net(1);
        answering_host host;
        host.right = {100, 70, 95};
        if (stops) {
            host.right.insert(host.right.begin() + 2, 80); // the stop rule's, after retraining
        }
        const auto recipe =
            compose(filter{}, step::block{.ratio = 0.5}, accuracy_drop{.points = 10});
        const auto with_floor = compose(
            filter{}, step::block{.ratio = 0.5}, accuracy_drop{.points = 10},
            coppice::stop::accuracy_floor{.percent = 1});
        const auto steps = [&](const auto& chosen) {
            stepper run(chosen, net.model, host, reference{});
            run.advance();
            run.advance();
            return run.report().steps;
        };
        const auto taken = stops ? steps(with_floor) : steps(recipe);
        CHECK(taken[0].retrained);
        CHECK_FALSE(taken[1].retrained);
        // The wrong ones come first: ten of them settle that it fires.
        const coppice::index counted = stops ? 100 : 10;
        CHECK(taken[0].before == coppice::metric::accuracy{stops ? 70 : 0, counted});
        // That it does not fire is known only when 91 are right.
        CHECK(taken[1].before.total == (stops ? 100 : 96));
    }
}

TEST_CASE("a step reports the accuracy that its stop rule was told, retrained or not") {
    const archetype::resnet net(1);
    answering_host host;
    host.right = {100, 70, 90, 95}; // unpruned; pruned, retrained; pruned
    const auto recipe = compose(filter{}, step::block{.ratio = 0.5}, accuracy_drop{.points = 10});
    const auto with_floor = compose(
        filter{}, step::block{.ratio = 0.5}, accuracy_drop{.points = 10},
        coppice::stop::accuracy_floor{.percent = 1});
    stepper run(with_floor, net.model, host, reference{});
    run.advance();
    run.advance();
    CHECK(run.report().steps[0].after == coppice::metric::accuracy{90, 100});
    CHECK(run.report().steps[1].after == coppice::metric::accuracy{95, 100});
    host.evaluations = 0;
    stepper unasked(recipe, net.model, host, reference{});
    unasked.advance();
    CHECK(unasked.report().steps[0].after == coppice::metric::accuracy{});
}

TEST_CASE("a host may ask whether it is enough before the first answer") {
    const archetype::resnet net(1);
    answering_host host;
    host.right = {99, 100}; // so that it cannot drop by 100 points
    host.asks_first = true;
    stepper run(
        compose(filter{}, step::block{.ratio = 0.5}, accuracy_drop{.points = 100}), net.model, host,
        reference{});
    CHECK(run.advance());
    CHECK(run.report().steps[0].before.total == 1);
}

TEST_CASE("a host that stops counting before the decision is settled is refused") {
    const archetype::resnet net(1);
    answering_host host;
    host.right = {100, 95};
    host.impatient = true;
    stepper run(
        compose(filter{}, step::block{.ratio = 0.5}, accuracy_drop{.points = 10}), net.model, host,
        reference{});
    CHECK_THROWS_WITH_AS(
        run.advance(),
        "evaluate: number of answers is 1; it must be 100 as for the original model, or fewer that "
        "settle the decision",
        coppice::error);
}

TEST_CASE("answers that cannot be compared are refused") {
    const archetype::resnet net(1);
    const auto advance = [&](coppice::metric::accuracy answer, coppice::index original) {
        archetype::host host;
        bool first = true;
        host.answer = [&] {
            return std::exchange(first, false) ? coppice::metric::accuracy{original, original}
                                               : answer;
        };
        stepper run(
            compose(
                filter{}, step::block{.ratio = 0.5}, coppice::trigger::accuracy_drop{.points = 1}),
            net.model, host, reference{});
        run.advance();
    };
    CHECK_NOTHROW(advance({90, 100}, 100));
    CHECK_THROWS_WITH_AS(
        advance({450, 500}, 100),
        "evaluate: number of answers is 500; it must be 100 as for the original model",
        coppice::error);
    CHECK_THROWS_WITH_AS(
        advance({0, 0}, 100),
        "evaluate: accuracy is 0 of 0; it must be a count of correct answers in [0, total], total "
        "being at least 1",
        coppice::error);
}

TEST_CASE("together, layers may share a count that would empty one of them") {
    const archetype::resnet net(1);
    archetype::host host;
    stepper run(
        compose(filter{}, step::model{.ratio = 0.97}, coppice::select::global{}), net.model, host,
        reference{});
    CHECK(run.advance());
    for (const auto& layer : run.pruned().outcomes()) {
        CHECK(layer.pruned < layer.groups);
    }
}
