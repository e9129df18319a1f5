#include "coppice/schedule/geometric.hpp"

#include "core/refusal.hpp"
#include "schedule/law.hpp"

#include <cmath>

#include <doctest/doctest.h>

using coppice::schedule::geometric;
using doctest::Approx;

TEST_CASE("geometric takes the values of its formula") {
    // Five rounds to 95%, as in lottery tickets.
    const geometric schedule{.target = .95};
    const double rounds[] = {.45071973, .69829118, .83427730, .90897179, .95};
    for (int round = 0; round < 5; ++round) {
        CHECK(schedule.sparsity((round + 1) / 5.0) == Approx(rounds[round]));
        CHECK(schedule.sparsity((round + .01) / 5.0) == Approx(rounds[round]));
    }
    CHECK(schedule.sparsity(0) == 0);
    CHECK(geometric{}.rounds == 5);
}

TEST_CASE("geometric waits for its start") {
    const geometric schedule{.target = .9, .initial = .1, .start = .5};
    CHECK(schedule.sparsity(0) == Approx(.1));
    CHECK(schedule.sparsity(.5) == Approx(.1));
    CHECK(schedule.sparsity(.5001) > .1);
    CHECK(geometric{}.start == 0);
}

TEST_CASE("a round of geometric begins after its boundary, not at it") {
    for (int rounds = 1; rounds <= 50; ++rounds) {
        const geometric schedule{.target = .75, .rounds = rounds};
        for (int round = 1; round <= rounds; ++round) {
            const double boundary = static_cast<double>(round) / rounds;
            CHECK(schedule.sparsity(boundary) == Approx(1 - std::pow(.25, boundary)));
        }
    }
}

TEST_CASE("geometric meets its target exactly") {
    law::each_range([](double initial, double target) {
        law::meets_target(geometric{.target = target, .initial = initial});
        law::meets_target(geometric{.target = target, .initial = initial, .start = .7});
    });
}

TEST_CASE("geometric never falls") {
    law::never_falls(geometric{.target = .95});
    law::never_falls(geometric{.target = .9, .initial = .3, .start = .2});
    law::never_falls(geometric{.target = .5, .initial = .5});
    law::never_falls(geometric{.target = .9, .start = .99});
}

TEST_CASE("geometric refuses parameters out of their range") {
    CHECK_NOTHROW(geometric{}.validate());
    CHECK(
        refusal([] { geometric{.target = .1, .initial = .2}.validate(); }) ==
        "schedule::geometric: target is 0.1; it must be in [initial, 1), initial being 0.2");
    CHECK(refusal([] {
              geometric{.start = 1}.validate();
          }) == "schedule::geometric: start is 1; it must be in [0, 1)");
    CHECK(refusal([] {
              geometric{.rounds = 0}.validate();
          }) == "schedule::geometric: rounds is 0; it must be at least 1");
    for (const double bad : {law::nan, -1.0, 1.0, law::infinity}) {
        CHECK_THROWS_AS(geometric{.target = bad}.validate(), coppice::error);
        CHECK_THROWS_AS(geometric{.initial = bad}.validate(), coppice::error);
        CHECK_THROWS_AS(geometric{.start = bad}.validate(), coppice::error);
    }
}
