#include "coppice/lr/steps.hpp"

#include "core/refusal.hpp"

#include <limits>

#include <doctest/doctest.h>

using coppice::lr::steps;
using doctest::Approx;

TEST_CASE("a rate in steps falls at its places") {
    const steps rate{.base = 1.0, .factor = 0.5, .at = {0.25, 0.5, 0.75, 1.0}};
    CHECK(rate.rate({.progress = 0}) == 1.0);
    CHECK(rate.rate({.progress = 0.2499}) == 1.0);
    CHECK(rate.rate({.progress = 0.25}) == 0.5);
    CHECK(rate.rate({.progress = 0.6}) == 0.25);
    CHECK(rate.rate({.progress = 0.75}) == 0.125);
    CHECK(rate.rate({.progress = 1}) == 0.125); // a place of 1 is never reached
}

TEST_CASE("a rate in steps takes the settings of ResNet-50 in 90 epochs") {
    // .4 t / 8 to epoch 8, then .4, .04 from 30, .004 from 60, .0004 from 80.
    const steps rate{.base = 0.4, .at = {30.0 / 90, 60.0 / 90, 80.0 / 90, 1.0}, .warmup = 8.0 / 90};
    CHECK_NOTHROW(rate.validate());
    const auto after = [&](int epochs) { return rate.rate({.progress = epochs / 90.0}); };
    for (int epoch = 0; epoch < 8; ++epoch) {
        CHECK(after(epoch) == Approx(0.4 * epoch / 8));
    }
    CHECK(after(8) == 0.4);
    CHECK(after(29) == 0.4);
    CHECK(after(30) == Approx(0.04));
    CHECK(after(59) == Approx(0.04));
    CHECK(after(60) == Approx(0.004));
    CHECK(after(79) == Approx(0.004));
    CHECK(after(80) == Approx(0.0004));
    CHECK(after(90) == Approx(0.0004));
}

TEST_CASE("after its rise a rate in steps never rises") {
    const steps rate{.at = {0.3, 0.3, 0.8, 0.9}, .warmup = 0.1};
    double before = rate.rate({.progress = 0.1});
    CHECK(before == rate.base);
    for (int i = 1000; i <= 10000; ++i) {
        const double now = rate.rate({.progress = i / 10000.0});
        CHECK(now <= before);
        CHECK(now > 0);
        before = now;
    }
    CHECK(rate.rate({.progress = 0.5}) == Approx(rate.base / 100)); // two steps at one place
}

TEST_CASE("a rate in steps refuses parameters out of their range") {
    CHECK_NOTHROW(steps{}.validate());
    CHECK_NOTHROW(steps{.factor = 1, .at = {1, 1, 1, 1}, .warmup = 0.9}.validate());
    CHECK(refusal([] {
              steps{.base = 0}.validate();
          }) == "lr::steps: base is 0; it must be above 0 and finite");
    CHECK(refusal([] {
              steps{.factor = 0}.validate();
          }) == "lr::steps: factor is 0; it must be in (0, 1]");
    CHECK(refusal([] {
              steps{.at = {0.5, 0.4, 1, 1}}.validate();
          }) == "lr::steps: at is 0.4; it must be in (0, 1], none before the one left of it");
    CHECK(
        refusal([] { steps{.warmup = 0.6}.validate(); }) ==
        "lr::steps: warmup is 0.6; it must be in [0, 1), and not after the first step at 0.5");
    for (const double bad :
         {-1.0, std::numeric_limits<double>::quiet_NaN(),
          std::numeric_limits<double>::infinity()}) {
        CHECK_THROWS_AS(steps{.base = bad}.validate(), coppice::error);
        CHECK_THROWS_AS(steps{.factor = bad}.validate(), coppice::error);
        CHECK_THROWS_AS((steps{.at = {0.5, bad, 1, 1}}.validate()), coppice::error);
        CHECK_THROWS_AS(steps{.warmup = bad}.validate(), coppice::error);
    }
}
