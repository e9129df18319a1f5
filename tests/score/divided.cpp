#include "coppice/score/divided.hpp"

#include "coppice/score/l1.hpp"
#include "coppice/score/l2.hpp"
#include "coppice/score/random.hpp"
#include "coppice/score/taylor.hpp"

#include <doctest/doctest.h>

using namespace coppice::score;

TEST_CASE("a divided score is the score over the number") {
    const divided<l2> score{{}, 2};
    const double sum = score.accumulate(score.accumulate(0.0, 3.0F), 4.0F);
    CHECK(score.finish(sum, 2, 0) == 2.5);
    CHECK(
        divided<coppice::score::random>{{}, 4}.finish(0.0, 1, 9) ==
        coppice::score::random{}.finish(0.0, 1, 9) / 4);
}

TEST_CASE("a divided score reads what the score reads") {
    static_assert(policy<divided<l1>, float> && !policy<divided<l1>, float, float>);
    static_assert(policy<divided<taylor>, float, float> && !policy<divided<taylor>, float>);
}
