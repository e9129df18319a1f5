#include "coppice/rewind/weights.hpp"

#include "core/refusal.hpp"

#include <doctest/doctest.h>

using coppice::rewind::stretch;

TEST_CASE("rewinding by rewind::weights retrains what came after the epoch it goes back to") {
    using coppice::rewind::weights;
    CHECK(weights{}.retraining(1) == stretch{5, 6}); // LeNet-300-100
    CHECK(weights{.to = 22, .of = 24}.retraining(1) == stretch{22, 24});
    CHECK(weights{.to = 80, .of = 90}.retraining(10) == stretch{80, 90});
}

TEST_CASE("rewind::weights goes back to an epoch of the training, and no trigger makes it longer") {
    using coppice::rewind::weights;
    CHECK_NOTHROW(weights{}.validate());
    CHECK(refusal([] {
              weights{.to = 6}.validate();
          }) == "rewind::weights: to is 6; it must be in [0, of), of being 6");
    CHECK(
        refusal([] { static_cast<void>(weights{}.retraining(2)); }) ==
        "rewind::weights: epochs that the trigger asks for is 2; it must be 1: a "
        "retraining that rewinds takes of - to epochs");
}
