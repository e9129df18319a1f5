#include "coppice/core/require.hpp"

#include "core/refusal.hpp"

#include <cstdint>
#include <limits>

#include <doctest/doctest.h>

TEST_CASE("a number that holds what is asked passes") {
    CHECK_NOTHROW(coppice::require(true, "here", "ratio", 0.5, "in [0, 1)"));
}

TEST_CASE("a whole number is refused with all its digits") {
    CHECK(refusal([] {
              coppice::require(false, "tickets", "rounds", -100000, "at least 1");
          }) == "tickets: rounds is -100000; it must be at least 1");
    constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
    CHECK(refusal([] {
              coppice::require(false, "select::budget", "macs", largest, "less");
          }) == "select::budget: macs is 9223372036854775807; it must be less");
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

TEST_CASE("a number that counts none of several things is refused") {
    CHECK_NOTHROW(coppice::require_number("model", "layer", 2, 3));
    CHECK(refusal([] {
              coppice::require_number("model", "layer", 3, 3);
          }) == "model: layer is 3; it must be in [0, 3)");
    CHECK(refusal([] {
              coppice::require_number("model", "layer", -1, 3);
          }) == "model: layer is -1; it must be in [0, 3)");
}
