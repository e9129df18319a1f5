#include "coppice/lr/warmup_decay.hpp"

#include "core/refusal.hpp"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

using coppice::lr::warmup_decay;
using doctest::Approx;

TEST_CASE("the rate rises in a line, then falls along half a cosine") {
    const warmup_decay rate{.base = 1.0, .warmup = 0.2, .first = 0.1, .last = 0.5};
    CHECK(rate.rate({.progress = 0}) == 0.1);
    CHECK(rate.rate({.progress = 0.1}) == Approx(0.55));
    CHECK(rate.rate({.progress = 0.2}) == 1.0);
    CHECK(rate.rate({.progress = 0.4}) == Approx(0.5 + 0.5 * (1 + std::sqrt(0.5)) / 2));
    CHECK(rate.rate({.progress = 0.6}) == Approx(0.75));
    CHECK(rate.rate({.progress = 1}) == 0.5);
}

TEST_CASE("without a warm-up the rate starts at its highest") {
    const warmup_decay rate{.base = 0.3, .warmup = 0};
    CHECK(rate.rate({.progress = 0}) == 0.3);
    CHECK(rate.rate({.progress = 1}) == 0);
}

TEST_CASE("the rate stays between its ends and turns once") {
    const warmup_decay rate{.base = 0.1, .warmup = 0.1, .first = 0.01, .last = 0.001};
    double before = rate.rate({.progress = 0});
    for (int i = 1; i <= 10000; ++i) {
        const double now = rate.rate({.progress = i / 10000.0});
        CHECK((i <= 1000 ? now > before : now < before));
        CHECK(now <= 0.1);
        CHECK(now >= 0.001);
        before = now;
    }
}

TEST_CASE("the rate refuses parameters out of their range") {
    CHECK_NOTHROW(warmup_decay{}.validate());
    CHECK_NOTHROW(warmup_decay{.base = 0.1, .warmup = 0, .first = 0.1, .last = 0.1}.validate());
    CHECK(refusal([] {
              warmup_decay{.base = 0}.validate();
          }) == "lr::warmup_decay: base is 0; it must be above 0 and finite");
    CHECK(refusal([] {
              warmup_decay{.warmup = 1}.validate();
          }) == "lr::warmup_decay: warmup is 1; it must be in [0, 1)");
    CHECK(refusal([] {
              warmup_decay{.base = 0.1, .first = 0.2}.validate();
          }) == "lr::warmup_decay: first is 0.2; it must be in [0, base]");
    CHECK(refusal([] {
              warmup_decay{.base = 0.1, .last = 0.2}.validate();
          }) == "lr::warmup_decay: last is 0.2; it must be in [0, base]");
    for (const double bad :
         {-1.0, std::numeric_limits<double>::quiet_NaN(),
          std::numeric_limits<double>::infinity()}) {
        CHECK_THROWS_AS(warmup_decay{.base = bad}.validate(), coppice::error);
        CHECK_THROWS_AS(warmup_decay{.warmup = bad}.validate(), coppice::error);
        CHECK_THROWS_AS(warmup_decay{.first = bad}.validate(), coppice::error);
        CHECK_THROWS_AS(warmup_decay{.last = bad}.validate(), coppice::error);
    }
}
