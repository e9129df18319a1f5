#include "coppice/trigger/accuracy_drop.hpp"

#include "coppice/trigger/always.hpp"
#include "core/refusal.hpp"

#include <limits>

#include <doctest/doctest.h>

using coppice::metric::accuracy;
using coppice::trigger::accuracy_drop;

TEST_CASE("a drop of exactly the threshold fires") {
    const accuracy original{4500, 5000};
    const accuracy_drop tenth{.points = .1};
    CHECK_FALSE(tenth.fires(original, {4496, 5000}));
    CHECK(tenth.fires(original, {4495, 5000}));
    CHECK(tenth.fires(original, {4494, 5000}));
    const accuracy_drop theta{.points = 1.5};
    CHECK_FALSE(theta.fires(original, {4426, 5000}));
    CHECK(theta.fires(original, {4425, 5000}));
}

TEST_CASE("every threshold of a hundredth of a point is exact on counts") {
    for (const coppice::index total : {10000, 5000, 60000, 1000000}) {
        const accuracy original{total, total};
        for (int hundredths = 1; hundredths <= 10000; ++hundredths) {
            const accuracy_drop trigger{.points = hundredths / 100.0};
            const coppice::index scaled = hundredths * total;
            const coppice::index enough = (scaled + 9999) / 10000;
            REQUIRE(trigger.fires(original, {total - enough, total}));
            REQUIRE_FALSE(trigger.fires(original, {total - enough + 1, total}));
        }
    }
}

TEST_CASE("a threshold of 0 fires unless the accuracy has risen") {
    const accuracy_drop any{.points = 0};
    CHECK(any.fires({90, 100}, {90, 100}));
    CHECK(any.fires({90, 100}, {89, 100}));
    CHECK_FALSE(any.fires({90, 100}, {91, 100}));
}

TEST_CASE("a risen accuracy does not fire") {
    CHECK_FALSE(accuracy_drop{.points = 1.5}.fires({90, 100}, {95, 100}));
}

TEST_CASE("a decision is settled when no further answer can change it, and not before") {
    for (const double points : {0.0, .5, 1.5, 20.0}) {
        const accuracy_drop trigger{.points = points};
        for (coppice::index correct = 0; correct <= 40; ++correct) {
            for (coppice::index given = correct; given <= 40; ++given) {
                const accuracy original{35, 40};
                bool may_fire = false;
                bool may_not = false;
                for (coppice::index more = 0; more <= 40 - given; ++more) {
                    (trigger.fires(original, {correct + more, 40}) ? may_fire : may_not) = true;
                }
                REQUIRE(
                    coppice::trigger::settled(trigger, original, {correct, given}) ==
                    (may_fire != may_not));
            }
        }
    }
    CHECK_FALSE(coppice::trigger::monotone<coppice::trigger::always>);
}

TEST_CASE("the threshold asks for the accuracy, and retrains for one epoch") {
    static_assert(accuracy_drop::needs_accuracy);
    CHECK(accuracy_drop{}.epochs == 1);
}

TEST_CASE("the threshold refuses parameters out of their range") {
    CHECK_NOTHROW(accuracy_drop{}.validate());
    CHECK_NOTHROW(accuracy_drop{.points = 0}.validate());
    CHECK_NOTHROW(accuracy_drop{.points = 100}.validate());
    CHECK(refusal([] {
              accuracy_drop{.points = 101}.validate();
          }) == "trigger::accuracy_drop: points is 101; it must be in [0, 100]");
    CHECK(refusal([] {
              accuracy_drop{.epochs = 0}.validate();
          }) == "trigger::accuracy_drop: epochs is 0; it must be at least 1");
    for (const double bad : {-.1, std::numeric_limits<double>::quiet_NaN()}) {
        CHECK_THROWS_AS(accuracy_drop{.points = bad}.validate(), coppice::error);
    }
}
