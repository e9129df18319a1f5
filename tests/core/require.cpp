#include "coppice/core/require.hpp"

#include "core/refusal.hpp"

#include <limits>

#include <doctest/doctest.h>

TEST_CASE("a number that holds what is asked passes") {
    CHECK_NOTHROW(coppice::require(true, "here", "ratio", 0.5, "in [0, 1)"));
}

TEST_CASE("a number that does not is refused with where, what, value and range") {
    CHECK(refusal([] {
              coppice::require(false, "step::block", "ratio", 1.5, "in [0, 1)");
          }) == "step::block: ratio is 1.5; it must be in [0, 1)");
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK(refusal([] {
              coppice::require(nan > 0, "lr::constant", "base", nan, "above 0");
          }) == "lr::constant: base is nan; it must be above 0");
}
