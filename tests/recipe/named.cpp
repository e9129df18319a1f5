#include "coppice/recipe/named.hpp"

#include "coppice/rewind/learning_rate.hpp"
#include "coppice/stop/target_sparsity.hpp"
#include "core/refusal.hpp"

#include <type_traits>

#include <doctest/doctest.h>

namespace coppice {
namespace {

template <class Policy, class Expected>
constexpr bool is = std::is_same_v<std::remove_cvref_t<Policy>, Expected>;

/// Unstructured, local and by magnitude, along a schedule.
template <class Schedule, class Recipe>
void check_while_training(const Recipe& recipe) {
    static_assert(is<decltype(recipe.granularity), granularity::weight>);
    static_assert(is<decltype(recipe.score), score::l1>);
    static_assert(is<decltype(recipe.select), select::local>);
    static_assert(is<decltype(recipe.schedule), Schedule>);
    static_assert(is<decltype(recipe.lr), lr::warmup_decay>);
    static_assert(Recipe::template names<role::schedule>);
    static_assert(!Recipe::template names<role::step>);
    static_assert(!Recipe::template names<role::trigger>);
    static_assert(!Recipe::template names<role::freeze>);
    static_assert(!Recipe::template names<role::stop>);
    CHECK(recipe.schedule.target == 0.9);
    CHECK(recipe.schedule.initial == 0);
    CHECK(recipe.lr.base == 0.3);
}

} // namespace

TEST_CASE("ICE-Pick is what the paper describes") {
    const auto recipe = recipe::ice_pick(
        0.6, {.points = 2.5}, {.share = 0.3},
        {.base = 1e-3, .change = 7.5e-4, .midpoint = 0.12, .shape = 50});
    static_assert(is<decltype(recipe.granularity), granularity::filter>);
    static_assert(is<decltype(recipe.score), score::l1>);
    static_assert(is<decltype(recipe.select), select::local>);
    static_assert(is<decltype(recipe.step), step::block>);
    static_assert(is<decltype(recipe.trigger), trigger::accuracy_drop>);
    static_assert(is<decltype(recipe.freeze), freeze::weight_shift>);
    static_assert(is<decltype(recipe.lr), lr::pruning_aware>);
    static_assert(!decltype(recipe)::names<role::schedule>);
    CHECK(recipe.step.ratio == 0.6);
    CHECK(recipe.trigger.points == 2.5);
    CHECK(recipe.trigger.epochs == 1);
    CHECK(recipe.freeze.share == 0.3);
    CHECK(recipe.freeze.measure == freeze::shift::norm);
    CHECK(recipe.lr.shape == 50);
}

TEST_CASE("ICE-Pick's learning rate has the published setting by default") {
    const auto recipe = recipe::ice_pick(0.4);
    CHECK(recipe.lr.base == 1e-3);
    CHECK(recipe.lr.change == 7.5e-4);
    CHECK(recipe.lr.midpoint == 0.12);
    CHECK(recipe.lr.shape == 50);
}

TEST_CASE("the baseline retrains after every step, everything, at a fixed rate") {
    const auto recipe = recipe::naive_iterative(0.6);
    static_assert(is<decltype(recipe.granularity), granularity::filter>);
    static_assert(is<decltype(recipe.score), score::l1>);
    static_assert(is<decltype(recipe.step), step::block>);
    static_assert(is<decltype(recipe.trigger), trigger::always>);
    static_assert(is<decltype(recipe.freeze), freeze::none>);
    static_assert(is<decltype(recipe.lr), lr::constant>);
    CHECK(recipe.step.ratio == 0.6);
    CHECK(recipe.trigger.epochs == 1);
    CHECK(recipe.lr.base == 1e-3);
}

TEST_CASE("ILP, IAP and AIAP differ in what goes, and have the settings of LeNet-300-100") {
    const auto check = [](const auto& recipe) {
        static_assert(is<decltype(recipe.granularity), granularity::filter>);
        static_assert(is<decltype(recipe.trigger), trigger::always>);
        static_assert(is<decltype(recipe.freeze), freeze::none>);
        static_assert(is<decltype(recipe.rewind), rewind::weights>);
        static_assert(is<decltype(recipe.lr), lr::constant>);
        static_assert(is<decltype(recipe.stop), stop::none>);
        CHECK(recipe.rewind.to == 5);
        CHECK(recipe.rewind.of == 6);
        CHECK(recipe.lr.base == 1.2e-3);
    };
    const auto ilp = recipe::ilp();
    const auto iap = recipe::iap();
    const auto aiap = recipe::aiap();
    check(ilp);
    check(iap);
    check(aiap);
    static_assert(is<decltype(ilp.score), score::l1>);
    static_assert(is<decltype(iap.score), score::activation_mean>);
    static_assert(is<decltype(aiap.score), score::activation_mean>);
    static_assert(is<decltype(ilp.select), select::local>);
    static_assert(is<decltype(iap.select), select::local>);
    static_assert(is<decltype(aiap.select), select::adaptive_threshold>);
    static_assert(is<decltype(ilp.step), step::by_kind>);
    static_assert(is<decltype(iap.step), step::by_kind>);
    CHECK(ilp.step.dense == 0.2);
    CHECK(iap.step.convolution == 0.1);
    CHECK(aiap.select.rise == 0.01);
    CHECK(aiap.select.quiet_rounds == 3);
    CHECK(aiap.select.percent == 1);
    CHECK(aiap.step.rounds == 10);
    CHECK(iap.score.over == score::average::values);
}

TEST_CASE("ILP, IAP and AIAP take the settings of ResNet-50") {
    const lr::warmup_decay rate{.base = 0.4};
    const step::by_kind round{
        .convolution = 0.2, .dense = 0.2, .rounds = 9, .slow_rounds = 4, .slow = 0.05};
    const rewind::learning_rate rewinding{.to = 80, .of = 90};
    const stop::target_sparsity enough{.sparsity = 0.54};
    const auto check = [](const auto& recipe) {
        static_assert(is<decltype(recipe.rewind), rewind::learning_rate>);
        static_assert(is<decltype(recipe.lr), lr::warmup_decay>);
        static_assert(is<decltype(recipe.stop), stop::target_sparsity>);
        CHECK(recipe.rewind.to == 80);
        CHECK(recipe.stop.sparsity == 0.54);
    };
    check(recipe::ilp(round, rewinding, rate, enough));
    check(recipe::iap(round, rewinding, rate, enough));
    const auto aiap =
        recipe::aiap({.rise = 0.2}, 40, rewinding, rate, enough, {.over = score::average::images});
    check(aiap);
    CHECK(aiap.select.rise == 0.2);
    CHECK(aiap.step.rounds == 40);
    CHECK(aiap.score.over == score::average::images);
}

TEST_CASE("One-Cycle and the schedules it is compared with differ in the schedule alone") {
    check_while_training<schedule::one_cycle>(recipe::one_cycle(0.9, {.base = 0.3}));
    check_while_training<schedule::agp>(recipe::agp(0.9, {.base = 0.3}));
    check_while_training<schedule::one_shot>(recipe::one_shot(0.9, {.base = 0.3}));
    check_while_training<schedule::iterative>(recipe::iterative(0.9, {.base = 0.3}));
}

TEST_CASE("lottery tickets prune single weights under any schedule, and go back") {
    const auto check = [](const auto& inside) {
        const auto recipe = recipe::tickets(
            inside, rewind::weights{.to = 0, .of = 50}, lr::warmup_decay{.base = 2});
        static_assert(is<decltype(recipe.granularity), granularity::weight>);
        static_assert(is<decltype(recipe.score), score::l1>);
        static_assert(is<decltype(recipe.select), select::local>);
        static_assert(is<decltype(recipe.rewind), rewind::weights>);
        CHECK(recipe.schedule.target == 0.95);
        CHECK(recipe.rewind.of == 50);
        CHECK(recipe.lr.base == 2);
    };
    check(schedule::one_cycle{.target = 0.95});
    check(schedule::agp{.target = 0.95});
    check(schedule::one_shot{.target = 0.95, .at = 1});
    check(schedule::iterative{.target = 0.95});
}

TEST_CASE("the compared schedules have the paper's shape") {
    CHECK(recipe::one_cycle(0.9).schedule.slope == 14);
    CHECK(recipe::one_cycle(0.9).schedule.offset == 5);
    CHECK(recipe::agp(0.9).schedule.start == 0.2);
    CHECK(recipe::one_shot(0.9).schedule.at == 0.4);
    CHECK(recipe::iterative(0.9).schedule.start == 0.2);
    CHECK(recipe::iterative(0.9).schedule.steps == 3);
}

TEST_CASE("a named recipe refuses what its policies refuse") {
    CHECK(refusal([] {
              static_cast<void>(recipe::one_cycle(1));
          }) == "schedule::one_cycle: target is 1; it must be in [initial, 1), initial being 0");
    CHECK(refusal([] {
              static_cast<void>(recipe::ice_pick(1));
          }) == "step::block: ratio is 1; it must be in [0, 1)");
    CHECK(refusal([] {
              static_cast<void>(recipe::iap({.dense = 1}));
          }) == "step::by_kind: dense is 1; it must be in [0, 1)");
    CHECK_THROWS_AS(static_cast<void>(recipe::aiap({.rise = 0})), error);
    CHECK_THROWS_AS(static_cast<void>(recipe::ilp({}, rewind::weights{.to = 6})), error);
    CHECK_THROWS_AS(static_cast<void>(recipe::naive_iterative(-1)), error);
    CHECK_THROWS_AS(static_cast<void>(recipe::agp(2)), error);
    CHECK_THROWS_AS(static_cast<void>(recipe::one_shot(2)), error);
    CHECK_THROWS_AS(static_cast<void>(recipe::iterative(2)), error);
    CHECK_THROWS_AS(
        static_cast<void>(recipe::tickets(schedule::agp{}, rewind::weights{.to = 6})), error);
}

} // namespace coppice
