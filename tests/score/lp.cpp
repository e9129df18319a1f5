#include "coppice/score/lp.hpp"

#include "core/refusal.hpp"

#include <cmath>

#include <doctest/doctest.h>

using coppice::score::lp;

TEST_CASE("the norm of order p") {
    const auto norm = [](int p) {
        const lp score{.p = p};
        return score.finish(score.accumulate(score.accumulate(0.0, 3.0F), -4.0F), 2);
    };
    CHECK(norm(1) == 7);
    CHECK(norm(2) == 5);
    CHECK(norm(3) == doctest::Approx(std::cbrt(27 + 64)));
    CHECK(norm(64) == doctest::Approx(4));
}

TEST_CASE("an order out of its range is refused") {
    CHECK_NOTHROW(lp{}.validate());
    CHECK(refusal([] { lp{.p = 0}.validate(); }) == "score::lp: p is 0; it must be in [1, 64]");
    CHECK_THROWS_AS(lp{.p = 65}.validate(), coppice::error);
}
