#include "coppice/score/l1.hpp"

#include <limits>

#include <doctest/doctest.h>

using coppice::score::l1;

TEST_CASE("L1 adds absolute values") {
    constexpr l1 norm;
    static_assert(norm.accumulate(1.0, 2.0F) == 3.0);
    static_assert(norm.accumulate(1.0, -2.0F) == 3.0);
    static_assert(norm.accumulate(0.5, -0.0) == 0.5);
    static_assert(norm.finish(7.0, 3) == 7.0);
}

TEST_CASE("L1 of floats is summed in double") {
    const double small = l1{}.accumulate(1.0, 1e-9F);
    CHECK(small > 1.0);
    CHECK(l1{}.accumulate(0.0, 0.1F) == static_cast<double>(0.1F));
}

TEST_CASE("L1 keeps infinities, denormals and NaN as they are") {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    constexpr double least = std::numeric_limits<double>::denorm_min();
    CHECK(l1{}.accumulate(0.0, -infinity) == infinity);
    CHECK(l1{}.accumulate(0.0, -least) == least);
    const double nan = l1{}.accumulate(0.0, std::numeric_limits<double>::quiet_NaN());
    CHECK(nan != nan);
}
