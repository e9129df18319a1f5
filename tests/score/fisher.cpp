#include "coppice/score/fisher.hpp"

#include <cmath>

#include <doctest/doctest.h>

using coppice::score::fisher;

TEST_CASE("fisher is half the information times the square") {
    const fisher score;
    const double sum = score.accumulate(score.accumulate(0.0, 3.0F, 2.0F), -4.0F, 0.5F);
    CHECK(score.finish(sum, 2) == 9 + 4);
}

TEST_CASE("fisher rounds a step as one multiplication and one addition") {
    CHECK(fisher{}.accumulate(0.25, 0.1, 0.3) == std::fma(0.1 * 0.1, 0.15, 0.25));
}
