#include "coppice/schedule/exponential.hpp"

#include "core/refusal.hpp"
#include "schedule/law.hpp"

#include <doctest/doctest.h>

using coppice::schedule::exponential;
using doctest::Approx;

TEST_CASE("exponential takes the values of its formula") {
    const exponential schedule{.target = .99};
    CHECK(schedule.sparsity(0) == 0);
    CHECK(schedule.sparsity(.25) == Approx(.6837722340));
    CHECK(schedule.sparsity(.5) == Approx(.9));
    CHECK(exponential{.target = .9, .initial = .6}.sparsity(.5) == Approx(.8));
}

TEST_CASE("exponential waits for its start") {
    const exponential schedule{.target = .9, .initial = .1, .start = .5};
    CHECK(schedule.sparsity(0) == Approx(.1));
    CHECK(schedule.sparsity(.5) == Approx(.1));
    CHECK(schedule.sparsity(.5001) > .1);
    CHECK(exponential{}.start == 0);
}

TEST_CASE("exponential meets its target exactly") {
    law::each_range([](double initial, double target) {
        law::meets_target(exponential{.target = target, .initial = initial});
        law::meets_target(exponential{.target = target, .initial = initial, .start = .7});
    });
}

TEST_CASE("exponential never falls") {
    law::never_falls(exponential{.target = .95});
    law::never_falls(exponential{.target = .9, .initial = .3, .start = .2});
    law::never_falls(exponential{.target = .5, .initial = .5});
    law::never_falls(exponential{.target = .9, .start = .99});
}

TEST_CASE("exponential refuses parameters out of their range") {
    CHECK_NOTHROW(exponential{}.validate());
    CHECK(
        refusal([] { exponential{.target = .1, .initial = .2}.validate(); }) ==
        "schedule::exponential: target is 0.1; it must be in [initial, 1), initial being 0.2");
    CHECK(refusal([] {
              exponential{.start = 1}.validate();
          }) == "schedule::exponential: start is 1; it must be in [0, 1)");
    for (const double bad : {law::nan, -1.0, 1.0, law::infinity}) {
        CHECK_THROWS_AS(exponential{.target = bad}.validate(), coppice::error);
        CHECK_THROWS_AS(exponential{.initial = bad}.validate(), coppice::error);
        CHECK_THROWS_AS(exponential{.start = bad}.validate(), coppice::error);
    }
}
