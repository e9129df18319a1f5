#include "coppice/schedule/one_cycle.hpp"

#include "core/refusal.hpp"
#include "schedule/law.hpp"

#include <doctest/doctest.h>

using coppice::schedule::one_cycle;
using doctest::Approx;

TEST_CASE("one-cycle takes the values that the paper's formula gives") {
    const one_cycle all{.target = 1.0, .initial = 0.0};
    CHECK(all.sparsity(0) == Approx(.0066936769).epsilon(1e-8));
    CHECK(all.sparsity(.1) == Approx(.0266002759).epsilon(1e-8));
    CHECK(all.sparsity(.25) == Approx(.1824480369).epsilon(1e-9));
    CHECK(all.sparsity(.5) == Approx(.8809057770).epsilon(1e-9));
    CHECK(all.sparsity(1) == 1);
    const one_cycle part{.target = .9, .initial = .2};
    CHECK(part.sparsity(0) == Approx(.2046855738).epsilon(1e-9));
    CHECK(part.sparsity(.25) == Approx(.3277136258).epsilon(1e-9));
    CHECK(part.sparsity(.5) == Approx(.8166340439).epsilon(1e-9));
}

TEST_CASE("one-cycle starts a little above initial") {
    const one_cycle schedule{.target = .9, .initial = .2};
    CHECK(schedule.sparsity(0) - .2 == Approx(.00669368 * .7).epsilon(1e-6));
}

TEST_CASE("one-cycle is half-way near offset / slope") {
    const one_cycle steep{.target = .8, .slope = 200, .offset = 80};
    CHECK(steep.sparsity(.4) == Approx(.4));
    CHECK(steep.sparsity(.3) < 1e-6);
    CHECK(steep.sparsity(.5) == Approx(.8));
}

TEST_CASE("one-cycle meets its target exactly") {
    law::each_range([](double initial, double target) {
        law::meets_target(one_cycle{.target = target, .initial = initial});
        law::meets_target(
            one_cycle{.target = target, .initial = initial, .slope = 3, .offset = -1});
    });
}

TEST_CASE("one-cycle never falls") {
    law::never_falls(one_cycle{.target = .95});
    law::never_falls(one_cycle{.target = .9, .initial = .2});
    law::never_falls(one_cycle{.target = .5, .initial = .5});
    law::never_falls(one_cycle{.target = .7, .slope = .01, .offset = -3});
    law::never_falls(one_cycle{.target = .7, .slope = 500, .offset = 400});
}

TEST_CASE("one-cycle never falls and meets its target whatever its shape") {
    for (const double slope : {1e-9, 14.0, 100.0, 500.0}) {
        for (const double offset : {-500.0, -20.0, 0.0, 5.0, 100.0, 500.0}) {
            for (const double initial : {0.0, 0.05, 0.15}) {
                const one_cycle schedule{
                    .target = .41, .initial = initial, .slope = slope, .offset = offset};
                CAPTURE(slope);
                CAPTURE(offset);
                CHECK_NOTHROW(schedule.validate());
                law::never_falls(schedule);
                law::meets_target(schedule);
            }
        }
    }
}

TEST_CASE("one-cycle refuses parameters out of their range") {
    CHECK_NOTHROW(one_cycle{}.validate());
    CHECK(refusal([] {
              one_cycle{.target = 1}.validate();
          }) == "schedule::one_cycle: target is 1; it must be in [initial, 1), initial being 0");
    CHECK(refusal([] {
              one_cycle{.initial = -.1}.validate();
          }) == "schedule::one_cycle: initial is -0.1; it must be in [0, 1)");
    CHECK(refusal([] {
              one_cycle{.slope = 0}.validate();
          }) == "schedule::one_cycle: slope is 0; it must be in (0, 500]");
    CHECK(refusal([] {
              one_cycle{.offset = law::infinity}.validate();
          }) == "schedule::one_cycle: offset is inf; it must be in [-500, 500]");
    for (const double bad : {law::nan, -1.0, law::infinity}) {
        CHECK_THROWS_AS(one_cycle{.target = bad}.validate(), coppice::error);
        CHECK_THROWS_AS(one_cycle{.initial = bad}.validate(), coppice::error);
        CHECK_THROWS_AS(one_cycle{.slope = bad}.validate(), coppice::error);
    }
    CHECK_THROWS_AS(one_cycle{.offset = law::nan}.validate(), coppice::error);
}
