#include "coppice/schedule/cosine.hpp"

#include "core/refusal.hpp"
#include "schedule/law.hpp"

#include <doctest/doctest.h>

using coppice::schedule::cosine;
using doctest::Approx;

TEST_CASE("cosine takes the values of its formula") {
    const cosine schedule{.target = .9, .initial = .1};
    CHECK(schedule.sparsity(0) == Approx(.1));
    CHECK(schedule.sparsity(1.0 / 3) == Approx(.3));
    CHECK(schedule.sparsity(.5) == Approx(.5));
    CHECK(schedule.sparsity(2.0 / 3) == Approx(.7));
}

TEST_CASE("cosine waits for its start") {
    const cosine schedule{.target = .9, .initial = .1, .start = .5};
    CHECK(schedule.sparsity(0) == Approx(.1));
    CHECK(schedule.sparsity(.5) == Approx(.1));
    CHECK(schedule.sparsity(.5001) > .1);
    CHECK(cosine{}.start == 0);
}

TEST_CASE("cosine meets its target exactly") {
    law::each_range([](double initial, double target) {
        law::meets_target(cosine{.target = target, .initial = initial});
        law::meets_target(cosine{.target = target, .initial = initial, .start = .7});
    });
}

TEST_CASE("cosine never falls") {
    law::never_falls(cosine{.target = .95});
    law::never_falls(cosine{.target = .9, .initial = .3, .start = .2});
    law::never_falls(cosine{.target = .5, .initial = .5});
    law::never_falls(cosine{.target = .9, .start = .99});
}

TEST_CASE("cosine refuses parameters out of their range") {
    CHECK_NOTHROW(cosine{}.validate());
    CHECK(refusal([] {
              cosine{.target = .1, .initial = .2}.validate();
          }) == "schedule::cosine: target is 0.1; it must be in [initial, 1), initial being 0.2");
    CHECK(refusal([] {
              cosine{.start = 1}.validate();
          }) == "schedule::cosine: start is 1; it must be in [0, 1)");
    for (const double bad : {law::nan, -1.0, 1.0, law::infinity}) {
        CHECK_THROWS_AS(cosine{.target = bad}.validate(), coppice::error);
        CHECK_THROWS_AS(cosine{.initial = bad}.validate(), coppice::error);
        CHECK_THROWS_AS(cosine{.start = bad}.validate(), coppice::error);
    }
}
