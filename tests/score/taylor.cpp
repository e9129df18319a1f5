#include "coppice/score/taylor.hpp"

#include <cmath>

#include <doctest/doctest.h>

using coppice::score::taylor;

TEST_CASE("taylor is the magnitude of the sum of weight times gradient") {
    const taylor score;
    const double sum = score.accumulate(score.accumulate(0.0, 3.0F, -2.0F), 4.0F, 0.5F);
    CHECK(score.finish(sum, 2) == 4);
    CHECK(score.finish(score.accumulate(0.0, 0.1, 0.3), 1) == 0.1 * 0.3);
}

TEST_CASE("taylor is zero, not minus zero, where nothing changes") {
    CHECK_FALSE(std::signbit(taylor{}.finish(taylor{}.accumulate(0.0, 1.0F, -0.0F), 1)));
    CHECK_FALSE(std::signbit(taylor{}.finish(-0.0, 1)));
}
