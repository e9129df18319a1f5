#include "coppice/schedule/iterative.hpp"

#include "core/refusal.hpp"
#include "schedule/law.hpp"

#include <doctest/doctest.h>

using coppice::schedule::iterative;
using doctest::Approx;

TEST_CASE("iterative takes the values that the paper's formula gives") {
    const iterative schedule{.target = .9, .steps = 3, .start = .2};
    CHECK(schedule.sparsity(.2) == 0);
    const auto exactly = [](double value) { return Approx(value).epsilon(1e-12); };
    CHECK(schedule.sparsity(.2001) == exactly(.3));
    CHECK(schedule.sparsity(.4666) == exactly(.3));
    CHECK(schedule.sparsity(.4667) == exactly(.6));
    CHECK(schedule.sparsity(.7333) == exactly(.6));
    CHECK(schedule.sparsity(.7334) == .9);
    CHECK(iterative{}.steps == 3);
    CHECK(iterative{}.start == .2);
}

TEST_CASE("a step of iterative begins after its boundary, not at it") {
    for (int steps = 1; steps <= 50; ++steps) {
        const iterative schedule{.target = .5, .steps = steps, .start = 0};
        for (int step = 1; step <= steps; ++step) {
            const double boundary = static_cast<double>(step) / steps;
            CHECK(schedule.sparsity(boundary) == Approx(.5 * step / steps));
        }
    }
}

TEST_CASE("iterative meets its target exactly") {
    law::each_range([](double initial, double target) {
        for (const int steps : {1, 2, 3, 7, 49}) {
            law::meets_target(iterative{.target = target, .initial = initial, .steps = steps});
            law::meets_target(
                iterative{.target = target, .initial = initial, .steps = steps, .start = .7});
        }
    });
}

TEST_CASE("iterative never falls") {
    law::never_falls(iterative{.target = .9});
    law::never_falls(iterative{.target = .9, .initial = .3, .steps = 10, .start = 0});
    law::never_falls(iterative{.target = .5, .initial = .5});
    law::never_falls(iterative{.target = .7, .steps = 10000});
}

TEST_CASE("iterative refuses parameters out of their range") {
    CHECK_NOTHROW(iterative{}.validate());
    CHECK(refusal([] {
              iterative{.steps = 0}.validate();
          }) == "schedule::iterative: steps is 0; it must be at least 1");
    CHECK_THROWS_AS(iterative{.steps = -3}.validate(), coppice::error);
    CHECK(refusal([] {
              iterative{.start = -.5}.validate();
          }) == "schedule::iterative: start is -0.5; it must be in [0, 1)");
    for (const double bad : {law::nan, -1.0, 1.0, law::infinity}) {
        CHECK_THROWS_AS(iterative{.target = bad}.validate(), coppice::error);
        CHECK_THROWS_AS(iterative{.initial = bad}.validate(), coppice::error);
        CHECK_THROWS_AS(iterative{.start = bad}.validate(), coppice::error);
    }
}
