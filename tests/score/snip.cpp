#include "coppice/score/snip.hpp"

#include <cmath>

#include <doctest/doctest.h>

using coppice::score::snip;

TEST_CASE("snip adds up magnitudes of weight times gradient") {
    const snip score;
    const double sum = score.accumulate(score.accumulate(0.0, 3.0F, -2.0F), 4.0F, 0.5F);
    CHECK(score.finish(sum, 2) == 8);
}

TEST_CASE("snip rounds a step once") {
    CHECK(snip{}.accumulate(0.25, -0.1, 0.3) == std::fma(0.1, 0.3, 0.25));
}
