#include "coppice/lr/cosine.hpp"

#include "core/refusal.hpp"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

using coppice::lr::cosine;
using doctest::Approx;

TEST_CASE("a cosine rate falls along half a cosine") {
    const cosine rate{.base = 1.0, .last = 0.5};
    CHECK(rate.rate({.progress = 0}) == 1.0);
    CHECK(rate.rate({.progress = 0.25}) == Approx(0.5 + 0.5 * (1 + std::sqrt(0.5)) / 2));
    CHECK(rate.rate({.progress = 0.5}) == Approx(0.75));
    CHECK(rate.rate({.progress = 1}) == 0.5);
}

TEST_CASE("a cosine rate starts anew in every cycle, and does not at the end") {
    const cosine rate{.base = 1.0, .last = 0.2, .cycles = 4};
    for (const double start : {0.0, 0.25, 0.5, 0.75}) {
        CHECK(rate.rate({.progress = start}) == 1.0);
        CHECK(rate.rate({.progress = start + 0.125}) == Approx(0.6));
        CHECK(rate.rate({.progress = start + 0.2499}) < 0.21);
    }
    CHECK(rate.rate({.progress = 1}) == Approx(0.2));
}

TEST_CASE("within a cycle a cosine rate never rises") {
    const cosine rate{.base = 0.1, .last = 0.001, .cycles = 2};
    double before = rate.rate({.progress = 0});
    for (int i = 1; i <= 10000; ++i) {
        const double now = rate.rate({.progress = i / 10000.0});
        CHECK((i == 5000 ? now == 0.1 : now < before));
        CHECK(now >= 0.001);
        before = now;
    }
}

TEST_CASE("a cosine rate refuses parameters out of their range") {
    CHECK_NOTHROW(cosine{}.validate());
    CHECK_NOTHROW(cosine{.base = 0.1, .last = 0.1, .cycles = 1}.validate());
    CHECK(refusal([] {
              cosine{.base = 0}.validate();
          }) == "lr::cosine: base is 0; it must be above 0 and finite");
    CHECK(refusal([] {
              cosine{.base = 0.1, .last = 0.2}.validate();
          }) == "lr::cosine: last is 0.2; it must be in [0, base]");
    CHECK(refusal([] {
              cosine{.cycles = 0}.validate();
          }) == "lr::cosine: cycles is 0; it must be at least 1");
    for (const double bad :
         {-1.0, std::numeric_limits<double>::quiet_NaN(),
          std::numeric_limits<double>::infinity()}) {
        CHECK_THROWS_AS(cosine{.base = bad}.validate(), coppice::error);
        CHECK_THROWS_AS(cosine{.last = bad}.validate(), coppice::error);
    }
}
