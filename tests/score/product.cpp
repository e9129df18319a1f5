#include "coppice/score/product.hpp"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

using coppice::score::plus_product;

TEST_CASE("magnitudes have no sign") {
    using coppice::score::magnitude;
    CHECK(magnitude(-2.5F) == 2.5);
    CHECK(magnitude(2.5) == 2.5);
    CHECK_FALSE(std::signbit(magnitude(-0.0F)));
    CHECK_FALSE(std::signbit(magnitude(0.0)));
    CHECK(std::isnan(magnitude(std::numeric_limits<float>::quiet_NaN())));
    CHECK(
        magnitude(-std::numeric_limits<float>::infinity()) ==
        std::numeric_limits<double>::infinity());
}

TEST_CASE("a product is added with one rounding") {
    const double w = 1.0 + std::numeric_limits<double>::epsilon();
    CHECK(plus_product(-w * w, w, w) == std::fma(w, w, -w * w));
    const float x = 1.0F + std::numeric_limits<float>::epsilon();
    const auto exact = static_cast<double>(x);
    CHECK(plus_product(-exact * exact, x, x) == 0);
    CHECK(plus_product(0.25, x, w) == std::fma(exact, w, 0.25));
}
