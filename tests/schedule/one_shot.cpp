#include "coppice/schedule/one_shot.hpp"

#include "core/refusal.hpp"
#include "schedule/law.hpp"

#include <cmath>

#include <doctest/doctest.h>

using coppice::schedule::one_shot;

TEST_CASE("one-shot prunes everything at 40% of the budget") {
    const one_shot schedule{.target = .9, .initial = .1};
    CHECK(schedule.sparsity(0) == .1);
    CHECK(schedule.sparsity(std::nextafter(.4, 0.0)) == .1);
    CHECK(schedule.sparsity(.4) == .9);
    CHECK(schedule.sparsity(1) == .9);
}

TEST_CASE("one-shot can prune at the start and at the end") {
    CHECK(one_shot{.target = .9, .at = 0}.sparsity(0) == .9);
    CHECK(one_shot{.target = .9, .at = 1}.sparsity(std::nextafter(1.0, 0.0)) == 0);
    CHECK(one_shot{.target = .9, .at = 1}.sparsity(1) == .9);
    CHECK_NOTHROW(one_shot{.at = 0}.validate());
    CHECK_NOTHROW(one_shot{.at = 1}.validate());
}

TEST_CASE("one-shot never falls and meets its target exactly") {
    law::each_range([](double initial, double target) {
        law::meets_target(one_shot{.target = target, .initial = initial});
        law::meets_target(one_shot{.target = target, .initial = initial, .at = 1});
    });
    law::never_falls(one_shot{.target = .9, .initial = .2});
}

TEST_CASE("one-shot refuses parameters out of their range") {
    CHECK(refusal([] {
              one_shot{.at = 1.5}.validate();
          }) == "schedule::one_shot: at is 1.5; it must be in [0, 1]");
    for (const double bad : {law::nan, -1.0, law::infinity}) {
        CHECK_THROWS_AS(one_shot{.target = bad}.validate(), coppice::error);
        CHECK_THROWS_AS(one_shot{.initial = bad}.validate(), coppice::error);
        CHECK_THROWS_AS(one_shot{.at = bad}.validate(), coppice::error);
    }
}
