#include "coppice/objective/against_naive.hpp"

#include "core/refusal.hpp"

#include <limits>

#include <doctest/doctest.h>

using coppice::objective::against_naive;

TEST_CASE("time counts as a share of the naive time, a drop as a share of what it may cost") {
    const against_naive objective{.naive_seconds = 40, .weight = 3, .points = 0.5};
    CHECK(objective.value({.seconds = 10, .drop = 1}) == doctest::Approx(0.25 + 3 * 2));
    CHECK(objective.value({.seconds = 10, .drop = 0}) == doctest::Approx(0.25));
    CHECK(objective.value({.seconds = 10, .drop = -2}) == doctest::Approx(0.25));
    CHECK(against_naive{}.value({.seconds = 2, .drop = 3}) == doctest::Approx(5));
    CHECK(objective.value({.seconds = 10, .drop = 1, .share = 0.25}) == doctest::Approx(1 + 3 * 2));
}

TEST_CASE("a faster trial is never worse, and a more accurate one neither") {
    const against_naive objective{.naive_seconds = 7, .weight = 0.5, .points = 2};
    for (double seconds = 0; seconds < 20; seconds += 0.5) {
        for (double drop = -3; drop < 9; drop += 0.25) {
            const double here = objective.value({seconds, drop});
            CHECK(objective.value({seconds + 0.1, drop}) > here);
            CHECK(objective.value({seconds, drop + 0.1}) >= here);
        }
    }
}

TEST_CASE("naive seconds and points are above 0, the weight is not below") {
    CHECK_NOTHROW(against_naive{}.validate());
    CHECK_NOTHROW(against_naive{.weight = 0}.validate());
    CHECK(refusal([] {
              against_naive{.naive_seconds = 0}.validate();
          }) == "objective::against_naive: naive_seconds is 0; it must be above 0 and finite");
    CHECK(refusal([] {
              against_naive{.weight = -1}.validate();
          }) == "objective::against_naive: weight is -1; it must be at least 0 and finite");
    CHECK(refusal([] {
              against_naive{.points = 0}.validate();
          }) == "objective::against_naive: points is 0; it must be above 0 and finite");
    CHECK_THROWS_AS(
        against_naive{.weight = std::numeric_limits<double>::quiet_NaN()}.validate(),
        coppice::error);
    CHECK_THROWS_AS(
        against_naive{.points = std::numeric_limits<double>::infinity()}.validate(),
        coppice::error);
}
