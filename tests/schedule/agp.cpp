#include "coppice/schedule/agp.hpp"

#include "core/refusal.hpp"
#include "schedule/law.hpp"

#include <doctest/doctest.h>

using coppice::schedule::agp;
using doctest::Approx;

TEST_CASE("AGP takes the values that the paper's formula gives") {
    const agp schedule{.target = .9, .start = 0};
    const auto exactly = [](double value) { return Approx(value).epsilon(1e-12); };
    CHECK(schedule.sparsity(.1) == exactly(.2439));
    CHECK(schedule.sparsity(.25) == exactly(.5203125));
    CHECK(schedule.sparsity(.5) == exactly(.7875));
    CHECK(schedule.sparsity(.75) == exactly(.8859375));
    CHECK(schedule.sparsity(.9) == exactly(.8991));
}

TEST_CASE("AGP waits for its start") {
    const agp schedule{.target = .9, .initial = .1, .start = .2};
    CHECK(schedule.sparsity(0) == Approx(.1));
    CHECK(schedule.sparsity(.2) == Approx(.1));
    CHECK(schedule.sparsity(.2001) > .1);
    CHECK(schedule.sparsity(.6) == Approx(.9 - .8 / 8));
    CHECK(agp{.target = .9}.start == .2);
}

TEST_CASE("AGP meets its target exactly") {
    law::each_range([](double initial, double target) {
        law::meets_target(agp{.target = target, .initial = initial});
        law::meets_target(agp{.target = target, .initial = initial, .start = .7});
    });
}

TEST_CASE("AGP never falls") {
    law::never_falls(agp{.target = .95});
    law::never_falls(agp{.target = .9, .start = 0});
    law::never_falls(agp{.target = .5, .initial = .5});
    law::never_falls(agp{.target = .9, .start = .99});
}

TEST_CASE("AGP refuses parameters out of their range") {
    CHECK_NOTHROW(agp{}.validate());
    CHECK(refusal([] {
              agp{.target = .1, .initial = .2}.validate();
          }) == "schedule::agp: target is 0.1; it must be in [initial, 1), initial being 0.2");
    CHECK(refusal([] {
              agp{.start = 1}.validate();
          }) == "schedule::agp: start is 1; it must be in [0, 1)");
    for (const double bad : {law::nan, -1.0, 1.0, law::infinity}) {
        CHECK_THROWS_AS(agp{.target = bad}.validate(), coppice::error);
        CHECK_THROWS_AS(agp{.initial = bad}.validate(), coppice::error);
        CHECK_THROWS_AS(agp{.start = bad}.validate(), coppice::error);
    }
}
