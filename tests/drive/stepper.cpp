#include "coppice/drive/stepper.hpp"

#include "archetype/host.hpp"
#include "archetype/resnet.hpp"
#include "coppice/backend/eigen.hpp"
#include "coppice/recipe/named.hpp"
#include "coppice/select/global.hpp"
#include "coppice/stop/accuracy_floor.hpp"

#include <doctest/doctest.h>

using coppice::compose;
using coppice::backend::eigen;
using coppice::drive::stepper;
using coppice::granularity::filter;
using coppice::trigger::accuracy_drop;
namespace step = coppice::step;

namespace {

/// Gives a hundred answers one by one, the wrong ones first.
struct counting_host : archetype::host {
    std::vector<coppice::index> right; ///< of each evaluation
    bool impatient = false;
    std::size_t evaluations = 0;

    coppice::metric::accuracy evaluate() {
        return evaluate([](const auto& /*so_far*/) { return false; });
    }

    template <class Enough>
    coppice::metric::accuracy evaluate(const Enough& enough) {
        const coppice::index wrong = 100 - right.at(evaluations++);
        coppice::metric::accuracy counted;
        do {
            counted.correct += counted.total >= wrong ? 1 : 0;
            ++counted.total;
        } while (counted.total < 100 && !enough(counted) && !(impatient && evaluations > 1));
        return counted;
    }
};

static_assert(coppice::drive::evaluates_until<counting_host>);
static_assert(!coppice::drive::evaluates_until<archetype::host>);

struct hears_nothing {};

static_assert(coppice::drive::watcher<coppice::drive::observer>);
static_assert(coppice::drive::watcher<const coppice::drive::observer>);
static_assert(!coppice::drive::watcher<hears_nothing>);

} // namespace

TEST_CASE("a stepper advances step by step until all are taken") {
    const archetype::resnet net(1);
    archetype::host host;
    stepper run(compose(filter{}, step::block{.ratio = 0.5}), net.model, host, eigen{});
    CHECK(run.advance());
    CHECK(run.report().steps.size() == 1);
    CHECK(run.advance());
    CHECK(run.advance());
    CHECK_FALSE(run.advance());
    CHECK(run.pruned().sparsity() == 0.5);
}

TEST_CASE("restored, a stepper takes the steps that were left, with the same layers frozen") {
    const auto recipe = coppice::recipe::ice_pick(0.5, {.points = 0});
    archetype::host first_host;
    const archetype::resnet net(1);
    stepper first(recipe, net.model, first_host, eigen{});
    first.advance();
    const auto state = first.save();
    archetype::host second_host;
    stepper second(recipe, net.model, second_host, eigen{});
    second.restore(state);
    CHECK(second.pruned().save() == first.pruned().save());
    while (first.advance()) {
    }
    int steps = 0;
    for (; second.advance(); ++steps) {
        CHECK(second.report().steps.back().number == steps + 2);
    }
    CHECK(steps == 2);
    CHECK(second.report().frozen == first.report().frozen);
    CHECK(second.report().original == first.report().original);
    CHECK(second.pruned().save() == first.pruned().save());
    CHECK(second_host.calls.front() == "evaluate"); // no second rehearsal
    auto wrong = state;
    wrong.done = 4;
    CHECK_THROWS_WITH_AS(
        second.restore(wrong), "restore: number of steps done is 4; it must be in [0, 3]",
        coppice::error);
}

TEST_CASE(
    "no more answers are counted than settle whether to retrain, and the decision is the same") {
    for (const bool stops : {false, true}) {
        const archetype::resnet net(1);
        counting_host host;
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
            stepper run(chosen, net.model, host, eigen{});
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

TEST_CASE("a host that stops counting before the decision is settled is refused") {
    const archetype::resnet net(1);
    counting_host host;
    host.right = {100, 95};
    host.impatient = true;
    stepper run(
        compose(filter{}, step::block{.ratio = 0.5}, accuracy_drop{.points = 10}), net.model, host,
        eigen{});
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
            net.model, host, eigen{});
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
        eigen{});
    CHECK(run.advance());
    for (const auto& layer : run.pruned().outcomes()) {
        CHECK(layer.pruned < layer.groups);
    }
}
