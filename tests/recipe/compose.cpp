#include "coppice/recipe/compose.hpp"

#include "archetype/backend.hpp"
#include "archetype/freeze.hpp"
#include "archetype/granularity.hpp"
#include "archetype/lr.hpp"
#include "archetype/reduce.hpp"
#include "archetype/rewind.hpp"
#include "archetype/schedule.hpp"
#include "archetype/score.hpp"
#include "archetype/select.hpp"
#include "archetype/step.hpp"
#include "archetype/stop.hpp"
#include "archetype/trigger.hpp"
#include "coppice/coppice.hpp"
#include "core/refusal.hpp"

#include <limits>
#include <type_traits>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {
namespace {

template <class A, class B>
constexpr bool same_policies = std::is_same_v<decltype(A::granularity), decltype(B::granularity)>&&
    std::is_same_v<decltype(A::score), decltype(B::score)>&&
        std::is_same_v<decltype(A::select), decltype(B::select)>&&
            std::is_same_v<decltype(A::schedule), decltype(B::schedule)>&&
                std::is_same_v<decltype(A::step), decltype(B::step)>&&
                    std::is_same_v<decltype(A::trigger), decltype(B::trigger)>&&
                        std::is_same_v<decltype(A::freeze), decltype(B::freeze)>&&
                            std::is_same_v<decltype(A::rewind), decltype(B::rewind)>&&
                                std::is_same_v<decltype(A::lr), decltype(B::lr)>&&
                                    std::is_same_v<decltype(A::stop), decltype(B::stop)>&&
                                        std::is_same_v<decltype(A::reduce), decltype(B::reduce)>;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// `compose` refuses the policy, and says the same as the policy itself.
template <class Policy>
void check_refused(const Policy& policy) {
    CHECK(refusal([&] { static_cast<void>(compose(policy)); }) == refusal([&] {
              policy.validate();
          }));
}

/// Two dense layers, 4 -> 3 -> 2.
struct network {
    std::vector<float> first{1, 1, 1, 1, 2, -2, 2, -2, 3, 3, 3, 3};
    std::vector<float> second{1, 2, 3, 4, 5, 6};
    model::description<float> described;

    network() {
        auto x = described.input(4);
        x = described.add("first", operation::dense<float>{{first.data(), {3, 4}}}, {x});
        x = described.add("second", operation::dense<float>{{second.data(), {2, 3}}}, {x});
        described.output(x);
    }
};

/// Answers right as often as it was trained, and counts.
struct trainer {
    struct snapshot {};

    int epochs = 0;
    int resets = 0;
    double last_rate = 0;

    void train_epoch(auto& guide) {
        last_rate = guide.rate(0);
        guide.after_step(1);
        ++epochs;
    }
    [[nodiscard]] metric::accuracy evaluate() const { return {90 - epochs, 100}; }
    [[nodiscard]] snapshot save() const { return {}; }
    void restore(const snapshot&) { epochs = 0; }
    void reset_optimiser() { ++resets; }
};

} // namespace

TEST_CASE("a role left out takes its default") {
    const auto recipe = compose();
    using made = std::remove_const_t<decltype(recipe)>;
    static_assert(std::is_same_v<decltype(made::granularity), granularity::weight>);
    static_assert(std::is_same_v<decltype(made::score), score::l1>);
    static_assert(std::is_same_v<decltype(made::select), select::local>);
    static_assert(std::is_same_v<decltype(made::schedule), schedule::one_shot>);
    static_assert(std::is_same_v<decltype(made::step), step::model>);
    static_assert(std::is_same_v<decltype(made::trigger), trigger::always>);
    static_assert(std::is_same_v<decltype(made::freeze), freeze::none>);
    static_assert(std::is_same_v<decltype(made::rewind), rewind::none>);
    static_assert(std::is_same_v<decltype(made::lr), lr::constant>);
    static_assert(std::is_same_v<decltype(made::stop), stop::none>);
    static_assert(std::is_same_v<decltype(made::reduce), reduce::none>);
    CHECK(recipe.lr.base == lr::constant{}.base);
    CHECK_NOTHROW(recipe.validate());
}

TEST_CASE("policies come in any order, and keep their parameters") {
    const auto recipe = compose(
        granularity::filter{}, score::l2{}, step::block{.ratio = 0.6},
        trigger::accuracy_drop{.points = 2.5}, freeze::weight_shift{.share = 0.3},
        lr::pruning_aware{.midpoint = 0.2}, stop::target_sparsity{.sparsity = 0.8},
        select::global{.most_per_layer = 0.9});
    const auto shuffled = compose(
        lr::pruning_aware{.midpoint = 0.2}, select::global{.most_per_layer = 0.9},
        freeze::weight_shift{.share = 0.3}, score::l2{}, stop::target_sparsity{.sparsity = 0.8},
        trigger::accuracy_drop{.points = 2.5}, step::block{.ratio = 0.6}, granularity::filter{});
    static_assert(same_policies<
                  std::remove_const_t<decltype(recipe)>, std::remove_const_t<decltype(shuffled)>>);
    const auto check = [](const auto& of) {
        CHECK(of.step.ratio == 0.6);
        CHECK(of.trigger.points == 2.5);
        CHECK(of.freeze.share == 0.3);
        CHECK(of.lr.midpoint == 0.2);
        CHECK(of.stop.sparsity == 0.8);
        CHECK(of.select.most_per_layer == 0.9);
    };
    check(recipe);
    check(shuffled);
}

TEST_CASE("a recipe knows which roles were named") {
    using made = decltype(compose(score::l1{}, schedule::agp{}));
    static_assert(made::names<role::score> && made::names<role::schedule>);
    static_assert(!made::names<role::granularity> && !made::names<role::step>);
    static_assert(!decltype(compose())::names<role::score>);
    static_assert(recipe::is_composition<made>);
    static_assert(!recipe::is_composition<int> && !recipe::is_composition<score::l1>);
}

TEST_CASE("compose refuses a parameter out of its range") {
    CHECK(refusal([] {
              static_cast<void>(compose(schedule::one_cycle{.target = 1.5}));
          }) == "schedule::one_cycle: target is 1.5; it must be in [initial, 1), initial being 0");
    CHECK(refusal([] {
              static_cast<void>(compose(score::l1{}, step::block{.ratio = -0.5}));
          }) == "step::block: ratio is -0.5; it must be in [0, 1)");
    CHECK(refusal([] {
              static_cast<void>(compose(lr::constant{.base = nan}));
          }) == "lr::constant: base is nan; it must be above 0 and finite");
}

TEST_CASE("compose asks every policy that can say") {
    check_refused(select::global{.most_per_layer = nan});
    check_refused(schedule::one_cycle{.slope = nan});
    check_refused(schedule::agp{.start = nan});
    check_refused(schedule::iterative{.steps = 0});
    check_refused(schedule::one_shot{.at = nan});
    check_refused(step::model{.rounds = 0});
    check_refused(step::layer{.ratio = nan});
    check_refused(step::block{.ratio = nan});
    check_refused(step::by_kind{.slow = nan});
    check_refused(trigger::accuracy_drop{.points = nan});
    check_refused(trigger::always{.epochs = 0});
    check_refused(freeze::weight_shift{.share = nan});
    check_refused(freeze::weight_shift{.rate = 0});
    check_refused(rewind::weights{.to = -1});
    check_refused(rewind::learning_rate{.of = 0});
    check_refused(lr::constant{.base = nan});
    check_refused(lr::pruning_aware{.change = nan});
    check_refused(lr::warmup_decay{.warmup = nan});
    check_refused(stop::accuracy_floor{.percent = nan});
    check_refused(stop::target_sparsity{.sparsity = nan});
    check_refused(stop::parameter_budget{.parameters = 0});
}

TEST_CASE("a recipe of a user's own policies, one a role, runs in steps") {
    network net;
    trainer host;
    const auto recipe = compose(
        archetype::granularity{}, archetype::score{}, archetype::select{}, archetype::step{},
        archetype::trigger{}, archetype::freeze{}, archetype::rewind{}, archetype::lr{},
        archetype::stop{}, archetype::reduce{});
    const auto done = drive::in_steps(recipe, net.described, host, archetype::backend{});
    CHECK(done.report.original.total == 400);
    CHECK(done.report.original.correct == 360);
    CHECK(done.report.steps.size() == 2);
    CHECK(done.report.steps[0].name == "first");
    CHECK_FALSE(done.report.steps[0].retrained);
}

TEST_CASE("a user's own schedule, score and granularity run while training") {
    network net;
    trainer host;
    const auto recipe = compose(
        archetype::schedule{}, archetype::score{}, archetype::granularity{}, archetype::lr{});
    const auto done = drive::while_training(recipe, net.described, host, archetype::backend{}, 2);
    CHECK(host.epochs == 2);
    CHECK(host.resets == 1);
    CHECK(host.last_rate == 0.5);
    CHECK(done.pruned().sparsity() == doctest::Approx(1.0 / 7));
    CHECK(net.first == std::vector<float>{1, 0, 1, 1, 2, 0, 2, -2, 3, 0, 3, 3});
    CHECK(net.second == std::vector<float>{1, 2, 3, 4, 5, 6});
}

} // namespace coppice
