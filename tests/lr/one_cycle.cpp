#include "coppice/lr/one_cycle.hpp"

#include "core/refusal.hpp"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

using coppice::lr::one_cycle;
using doctest::Approx;

TEST_CASE("one cycle rises and falls along half cosines") {
    const one_cycle rate{.base = 1.0, .rise = 0.2, .divide_first = 10, .divide_last = 2};
    CHECK(rate.rate({.progress = 0}) == Approx(0.1));
    CHECK(rate.rate({.progress = 0.05}) == Approx(0.1 + 0.9 * (1 - std::sqrt(0.5)) / 2));
    CHECK(rate.rate({.progress = 0.1}) == Approx(0.55));
    CHECK(rate.rate({.progress = 0.2}) == 1.0);
    CHECK(rate.rate({.progress = 0.4}) == Approx(0.5 + 0.5 * (1 + std::sqrt(0.5)) / 2));
    CHECK(rate.rate({.progress = 0.6}) == Approx(0.75));
    CHECK(rate.rate({.progress = 1}) == 0.5);
}

TEST_CASE("without a rise one cycle starts at its highest") {
    const one_cycle rate{.base = 0.3, .rise = 0};
    CHECK(rate.rate({.progress = 0}) == 0.3);
    CHECK(rate.rate({.progress = 1}) == Approx(3e-6));
}

TEST_CASE("one cycle stays between its ends and turns once") {
    const one_cycle rate{.base = 0.1, .rise = 0.25};
    double before = rate.rate({.progress = 0});
    CHECK(before == Approx(0.004));
    for (int i = 1; i <= 10000; ++i) {
        const double now = rate.rate({.progress = i / 10000.0});
        CHECK((i <= 2500 ? now > before : now < before));
        CHECK(now <= 0.1);
        CHECK(now >= 1e-6);
        before = now;
    }
}

TEST_CASE("one cycle refuses parameters out of their range") {
    CHECK_NOTHROW(one_cycle{}.validate());
    CHECK_NOTHROW(one_cycle{.rise = 0, .divide_first = 1, .divide_last = 1}.validate());
    CHECK(refusal([] {
              one_cycle{.base = 0}.validate();
          }) == "lr::one_cycle: base is 0; it must be above 0 and finite");
    CHECK(refusal([] {
              one_cycle{.rise = 1}.validate();
          }) == "lr::one_cycle: rise is 1; it must be in [0, 1)");
    CHECK(refusal([] {
              one_cycle{.divide_first = 0.5}.validate();
          }) == "lr::one_cycle: divide_first is 0.5; it must be at least 1 and finite");
    CHECK(refusal([] {
              one_cycle{.divide_last = 0}.validate();
          }) == "lr::one_cycle: divide_last is 0; it must be at least 1 and finite");
    for (const double bad :
         {-1.0, std::numeric_limits<double>::quiet_NaN(),
          std::numeric_limits<double>::infinity()}) {
        CHECK_THROWS_AS(one_cycle{.base = bad}.validate(), coppice::error);
        CHECK_THROWS_AS(one_cycle{.rise = bad}.validate(), coppice::error);
        CHECK_THROWS_AS(one_cycle{.divide_first = bad}.validate(), coppice::error);
        CHECK_THROWS_AS(one_cycle{.divide_last = bad}.validate(), coppice::error);
    }
}
