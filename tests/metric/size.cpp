#include "coppice/metric/size.hpp"

#include <doctest/doctest.h>

using coppice::metric::size;

TEST_CASE("sizes are equal if all their counts are") {
    constexpr size whole{.parameters = 10, .weights = 8, .macs = 80};
    CHECK(whole == size{10, 8, 80});
    CHECK_FALSE(whole == size{9, 8, 80});
    CHECK_FALSE(whole == size{10, 7, 80});
    CHECK_FALSE(whole == size{10, 8, 79});
}
