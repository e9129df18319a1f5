#include "coppice/normalise/max.hpp"

#include "normalise/norm.hpp"

#include <cmath>
#include <limits>

TEST_CASE_TEMPLATE_DEFINE(
    "normalise::max divides by the largest score", Backend, normalises_by_max) {
    CHECK(norm_of_four<Backend>(coppice::normalise::max{}) == 8); // of 1, -2, 3, 8
}
TEST_CASE_TEMPLATE_APPLY(normalises_by_max, every_backend);

TEST_CASE("a NaN is the largest score of all") {
    const coppice::normalise::max norm;
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK(std::isnan(norm.join(1, nan)));
    CHECK(std::isnan(norm.join(nan, 1)));
}
