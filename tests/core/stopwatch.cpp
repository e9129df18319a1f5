#include "coppice/core/stopwatch.hpp"

#include <doctest/doctest.h>

TEST_CASE("a stopwatch adds to its sum") {
    double sum = 1;
    { const coppice::stopwatch timing(sum); }
    CHECK(sum >= 1);
    CHECK(sum < 2);
}
