#include "coppice/score/apoz.hpp"

#include <limits>

#include <doctest/doctest.h>

using coppice::score::apoz;

TEST_CASE("outputs that are not zero are counted") {
    double sum = 0;
    for (const float activation : {0.0F, 3.0F, -0.0F, -1.0F, std::numeric_limits<float>::min()}) {
        sum = apoz{}.accumulate(sum, activation);
    }
    CHECK(apoz{}.finish(sum, 5) == 3);
}

TEST_CASE("an output that is NaN is not hidden") {
    const double sum = apoz{}.accumulate(2.0, std::numeric_limits<float>::quiet_NaN());
    CHECK(sum != sum);
}

TEST_CASE("the count is divided by all values") {
    static_assert(coppice::score::of_outputs<apoz>);
    CHECK(apoz{}.divisor(60, 47'040) == 47'040);
}
