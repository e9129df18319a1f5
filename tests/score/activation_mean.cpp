#include "coppice/score/activation_mean.hpp"

#include <doctest/doctest.h>

using coppice::score::activation_mean;

TEST_CASE("activations are added up with their sign") {
    const activation_mean score;
    const double sum = score.accumulate(score.accumulate(0.0, 3.0F), -0.5F);
    CHECK(score.finish(sum, 2) == 2.5);
}

TEST_CASE("the sum is divided by all values, or by the images as the paper prints it") {
    // 60 images of 784 values.
    using coppice::score::average;
    CHECK(activation_mean{}.divisor(60, 47'040) == 47'040);
    CHECK(activation_mean{.over = average::images}.divisor(60, 47'040) == 60);
    static_assert(coppice::score::of_outputs<activation_mean>);
    static_assert(coppice::score::of_non_negative<activation_mean>);
}
