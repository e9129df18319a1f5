#include "coppice/lr/pruning_aware.hpp"

#include "core/refusal.hpp"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

using coppice::lr::pruning_aware;
using doctest::Approx;

namespace {

double rate(const pruning_aware& policy, double alpha) {
    return policy.rate({.progress = 0.5, .remaining = alpha});
}

} // namespace

TEST_CASE("Eq. 1 takes the values of the paper's setting") {
    const pruning_aware policy{.base = 1e-3, .change = 7.5e-4, .midpoint = .12, .shape = 50};
    CHECK(rate(policy, 1) == Approx(9.999991763544e-04).epsilon(1e-12));
    CHECK(rate(policy, .92) == Approx(9.921465119643e-04).epsilon(1e-12));
    CHECK(rate(policy, .88) == Approx(6.25e-04).epsilon(1e-12));
    CHECK(rate(policy, .86) == Approx(3.200303970770e-04).epsilon(1e-12));
    CHECK(rate(policy, 0) == Approx(2.5e-04).epsilon(1e-12));
}

TEST_CASE("Eq. 1 takes the values of a gentle setting") {
    const pruning_aware policy{.base = 1e-3, .change = 8e-4, .midpoint = .3, .shape = 1};
    CHECK(rate(policy, 1) == Approx(7.714285714e-4).epsilon(1e-9));
    CHECK(rate(policy, .85) == Approx(6.857142857e-4).epsilon(1e-9));
    CHECK(rate(policy, .7) == Approx(6e-4).epsilon(1e-12));
    CHECK(rate(policy, .2) == Approx(3.142857143e-4).epsilon(1e-9));
}

TEST_CASE("Eq. 1 is the base where the printed form is singular") {
    for (const double shape : {1.0, 2.0, 50.0}) {
        CHECK(rate({.base = 1e-3, .change = 7.5e-4, .midpoint = .5, .shape = shape}, 1) == 1e-3);
    }
}

TEST_CASE("Eq. 1 is as printed wherever that is not singular") {
    for (const double midpoint : {.05, .12, .3, .49}) {
        for (const double shape : {.5, 1.0, 7.0, 50.0}) {
            const pruning_aware policy{.midpoint = midpoint, .shape = shape};
            for (int i = 1; i <= 100; ++i) {
                const double alpha = i / 100.0;
                const double ratio = alpha / (2 * (1 - midpoint) - alpha);
                CHECK(
                    rate(policy, alpha) ==
                    Approx(policy.base - policy.change / (1 + std::pow(ratio, shape)))
                        .epsilon(1e-9));
            }
        }
    }
}

TEST_CASE("Eq. 1 has fallen by half at the midpoint, however sharp the fall") {
    for (const double midpoint : {.01, .12, .3, .5}) {
        for (const double shape : {.1, 1.0, 50.0, 1000.0, 2000.0, 1e6}) {
            CAPTURE(midpoint);
            CAPTURE(shape);
            const pruning_aware policy{.midpoint = midpoint, .shape = shape};
            CHECK(rate(policy, 1 - midpoint) == Approx(policy.base - policy.change / 2));
        }
    }
}

TEST_CASE("Eq. 1 falls as weights go, from base to base - change") {
    for (const double shape : {.5, 1.0, 50.0, 2000.0}) {
        CAPTURE(shape);
        const pruning_aware policy{.shape = shape};
        constexpr double last_digits = 1e-18;
        double before = policy.base - policy.change;
        for (int i = 0; i <= 1000; ++i) {
            const double now = rate(policy, i / 1000.0);
            INFO("at ", i / 1000.0, ": ", now, " after ", before);
            REQUIRE(now >= before - last_digits);
            REQUIRE(now <= policy.base);
            before = now;
        }
    }
}

TEST_CASE("Eq. 1 does not depend on the progress") {
    const pruning_aware policy;
    CHECK(
        policy.rate({.progress = 0, .remaining = .9}) ==
        policy.rate({.progress = 1, .remaining = .9}));
}

TEST_CASE("Eq. 1 refuses parameters out of their range") {
    CHECK_NOTHROW(pruning_aware{}.validate());
    CHECK_NOTHROW(pruning_aware{.midpoint = .5}.validate());
    CHECK(refusal([] {
              pruning_aware{.base = 0}.validate();
          }) == "lr::pruning_aware: base is 0; it must be above 0 and finite");
    CHECK(refusal([] {
              pruning_aware{.base = 1e-3, .change = 1e-3}.validate();
          }) == "lr::pruning_aware: change is 0.001; it must be in (0, base), base being 0.001");
    CHECK(refusal([] {
              pruning_aware{.midpoint = .51}.validate();
          }) == "lr::pruning_aware: midpoint is 0.51; it must be in (0, 0.5]");
    CHECK(refusal([] {
              pruning_aware{.shape = 0}.validate();
          }) == "lr::pruning_aware: shape is 0; it must be above 0 and finite");
    for (const double bad :
         {-1.0, 0.0, std::numeric_limits<double>::quiet_NaN(),
          std::numeric_limits<double>::infinity()}) {
        CHECK_THROWS_AS(pruning_aware{.base = bad}.validate(), coppice::error);
        CHECK_THROWS_AS(pruning_aware{.change = bad}.validate(), coppice::error);
        CHECK_THROWS_AS(pruning_aware{.midpoint = bad}.validate(), coppice::error);
        CHECK_THROWS_AS(pruning_aware{.shape = bad}.validate(), coppice::error);
    }
}
