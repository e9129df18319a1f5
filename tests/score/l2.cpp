#include "coppice/score/l2.hpp"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

using coppice::score::l2;

TEST_CASE("L2 is the root of the sum of squares") {
    const l2 norm;
    CHECK(norm.finish(norm.accumulate(norm.accumulate(0.0, 3.0), -4.0), 2) == 5);
    CHECK(norm.finish(norm.accumulate(norm.accumulate(0.0, 3.0F), -4.0F), 2) == 5);
    CHECK(norm.finish(norm.accumulate(0.0, -0.0F), 1) == 0);
}

TEST_CASE("a step of the sum is rounded once") {
    const double w = 1.0 + std::numeric_limits<double>::epsilon();
    CHECK(l2{}.accumulate(-w * w, w) == std::fma(w, w, -w * w));
    const float x = 1.0F + std::numeric_limits<float>::epsilon();
    const auto exact = static_cast<double>(x);
    CHECK(l2{}.accumulate(-exact * exact, x) == 0);
    CHECK(l2{}.accumulate(0.25, x) == std::fma(exact, exact, 0.25));
}

TEST_CASE("L2 keeps infinities and NaN") {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    CHECK(l2{}.finish(l2{}.accumulate(0.0, -infinity), 1) == infinity);
    const double nan = l2{}.accumulate(0.0, std::numeric_limits<float>::quiet_NaN());
    CHECK(nan != nan);
}
