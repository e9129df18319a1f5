#include "coppice/objective/against_larger.hpp"

#include <doctest/doctest.h>

using coppice::objective::against_larger;

TEST_CASE("time and drop are both divided by the larger of them") {
    const against_larger objective;
    CHECK(objective.value({.seconds = 10, .drop = 2}) == doctest::Approx(1.2));
    CHECK(objective.value({.seconds = 2, .drop = 10}) == doctest::Approx(1.2));
    CHECK(objective.value({.seconds = 3, .drop = 3}) == doctest::Approx(2));
    CHECK(objective.value({.seconds = 10, .drop = -2}) == doctest::Approx(0.8));
    CHECK(objective.value({.seconds = 0, .drop = 4}) == doctest::Approx(1));
}

TEST_CASE("as the authors have it, where time is the larger a slower trial is better") {
    const against_larger objective;
    CHECK(
        objective.value({.seconds = 20, .drop = 2}) < objective.value({.seconds = 10, .drop = 2}));
}
