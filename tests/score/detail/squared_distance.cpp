#include "coppice/score/detail/squared_distance.hpp"

#include "coppice/score/concept.hpp"

#include <doctest/doctest.h>

using coppice::score::detail::squared_distance;

TEST_CASE("a squared distance adds up the squares of the differences, whichever is larger") {
    static_assert(coppice::score::policy<squared_distance, float, float>);
    constexpr squared_distance score;
    const double sum = score.accumulate(score.accumulate(0.0, 1.0F, 4.0F), 2.0F, -2.0F);
    CHECK(score.finish(sum, 2) == 25);
}
