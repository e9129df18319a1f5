#include "coppice/score/activation_mean.hpp"

#include <doctest/doctest.h>

using coppice::score::activation_mean;

TEST_CASE("activations are added up with their sign") {
    const activation_mean score;
    const double sum = score.accumulate(score.accumulate(0.0, 3.0F), -0.5F);
    CHECK(score.finish(sum, 2) == 2.5);
}
