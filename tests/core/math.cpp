#include "coppice/core/math.hpp"

#include <cmath>
#include <initializer_list>
#include <limits>

#include <doctest/doctest.h>

namespace math = coppice::math;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

} // namespace

TEST_CASE("the functions are those of <cmath>, to the last bit") {
    for (const double x : {0.0, 1e-300, 1e-17, 0.1, 0.5, 1.0, 2.5, 1e17, infinity}) {
        CAPTURE(x);
        CHECK(math::fabs(-x) == x);
        CHECK(math::floor(-x) == std::floor(-x));
        CHECK(math::ceil(-x) == std::ceil(-x));
        CHECK(math::sqrt(x) == std::sqrt(x));
        CHECK(math::pow(x, 1.0 / 3) == std::pow(x, 1.0 / 3));
        CHECK(math::exp(-x) == std::exp(-x));
        CHECK(math::log(x) == std::log(x));
        CHECK(math::log1p(x) == std::log1p(x));
    }
    for (const double x : {-3.0, -0.5, 0.0, 0.1, 1e6}) {
        CHECK(math::cos(x) == std::cos(x));
    }
}

TEST_CASE("a fused product is rounded once") {
    const double x = 1 + std::numeric_limits<double>::epsilon();
    CHECK(math::fma(x, x, -x * x) == std::fma(x, x, -x * x));
    CHECK(math::fma(x, x, -1.0) == std::fma(x, x, -1.0));
}

TEST_CASE("infinities are not finite, and NaN is neither finite nor a number") {
    CHECK(math::isfinite(1e308));
    CHECK_FALSE(math::isfinite(infinity));
    CHECK_FALSE(math::isfinite(-infinity));
    CHECK_FALSE(math::isfinite(not_a_number));
    CHECK(math::isnan(not_a_number));
    CHECK_FALSE(math::isnan(infinity));
    CHECK_FALSE(math::isnan(0.0));
}
