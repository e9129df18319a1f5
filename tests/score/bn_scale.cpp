#include "coppice/score/bn_scale.hpp"

#include "coppice/score/l1.hpp"

#include <doctest/doctest.h>

using coppice::score::bn_scale;

TEST_CASE("bn_scale is the magnitude of the scale") {
    const bn_scale score;
    CHECK(score.finish(score.accumulate(0.0, -0.25F), 1) == 0.25);
}

TEST_CASE("a recipe is told to read scales instead of weights") {
    static_assert(coppice::score::of_scales<bn_scale>);
    static_assert(!coppice::score::of_scales<coppice::score::l1>);
}
