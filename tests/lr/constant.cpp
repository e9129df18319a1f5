#include "coppice/lr/constant.hpp"

#include "core/refusal.hpp"

#include <limits>

#include <doctest/doctest.h>

using coppice::lr::constant;

TEST_CASE("a constant rate depends on nothing") {
    const constant rate{.base = 0.02};
    CHECK(rate.rate({}) == 0.02);
    CHECK(rate.rate({.progress = 1, .remaining = 0.1}) == 0.02);
}

TEST_CASE("a constant rate is a number above 0") {
    CHECK_NOTHROW(constant{}.validate());
    CHECK(refusal([] {
              constant{.base = 0}.validate();
          }) == "lr::constant: base is 0; it must be above 0 and finite");
    for (const double bad :
         {-1.0, std::numeric_limits<double>::quiet_NaN(),
          std::numeric_limits<double>::infinity()}) {
        CHECK_THROWS_AS(constant{.base = bad}.validate(), coppice::error);
    }
}
