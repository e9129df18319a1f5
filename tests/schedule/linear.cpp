#include "coppice/schedule/linear.hpp"

#include "core/refusal.hpp"
#include "schedule/law.hpp"

#include <doctest/doctest.h>

using coppice::schedule::linear;
using doctest::Approx;

TEST_CASE("linear takes the values of its formula") {
    const linear schedule{.target = .9, .initial = .1};
    CHECK(schedule.sparsity(0) == Approx(.1));
    CHECK(schedule.sparsity(.25) == Approx(.3));
    CHECK(schedule.sparsity(.5) == Approx(.5));
    CHECK(linear{.target = .8, .start = .2}.sparsity(.6) == Approx(.4));
}

TEST_CASE("linear waits for its start") {
    const linear schedule{.target = .9, .initial = .1, .start = .5};
    CHECK(schedule.sparsity(0) == Approx(.1));
    CHECK(schedule.sparsity(.5) == Approx(.1));
    CHECK(schedule.sparsity(.5001) > .1);
    CHECK(linear{}.start == 0);
}

TEST_CASE("linear meets its target exactly") {
    law::each_range([](double initial, double target) {
        law::meets_target(linear{.target = target, .initial = initial});
        law::meets_target(linear{.target = target, .initial = initial, .start = .7});
    });
}

TEST_CASE("linear never falls") {
    law::never_falls(linear{.target = .95});
    law::never_falls(linear{.target = .9, .initial = .3, .start = .2});
    law::never_falls(linear{.target = .5, .initial = .5});
    law::never_falls(linear{.target = .9, .start = .99});
}

TEST_CASE("linear refuses parameters out of their range") {
    CHECK_NOTHROW(linear{}.validate());
    CHECK(refusal([] {
              linear{.target = .1, .initial = .2}.validate();
          }) == "schedule::linear: target is 0.1; it must be in [initial, 1), initial being 0.2");
    CHECK(refusal([] {
              linear{.start = 1}.validate();
          }) == "schedule::linear: start is 1; it must be in [0, 1)");
    for (const double bad : {law::nan, -1.0, 1.0, law::infinity}) {
        CHECK_THROWS_AS(linear{.target = bad}.validate(), coppice::error);
        CHECK_THROWS_AS(linear{.initial = bad}.validate(), coppice::error);
        CHECK_THROWS_AS(linear{.start = bad}.validate(), coppice::error);
    }
}
