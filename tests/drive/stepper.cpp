#include "coppice/drive/stepper.hpp"

#include "archetype/host.hpp"
#include "archetype/resnet.hpp"
#include "coppice/backend/eigen.hpp"
#include "coppice/recipe/named.hpp"
#include "coppice/select/global.hpp"

#include <doctest/doctest.h>

using coppice::compose;
using coppice::backend::eigen;
using coppice::drive::stepper;
using coppice::granularity::filter;
namespace step = coppice::step;

namespace {

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
