#include "coppice/rewind/learning_rate.hpp"

#include "core/refusal.hpp"

#include <doctest/doctest.h>

using coppice::rewind::stretch;

TEST_CASE("rewinding by rewind::learning_rate retrains what came after the epoch it goes back to") {
    using coppice::rewind::learning_rate;
    CHECK(learning_rate{}.retraining(1) == stretch{5, 6}); // LeNet-300-100
    CHECK(learning_rate{.to = 22, .of = 24}.retraining(1) == stretch{22, 24});
    CHECK(learning_rate{.to = 80, .of = 90}.retraining(10) == stretch{80, 90});
}

TEST_CASE(
    "rewind::learning_rate goes back to an epoch of the training, and no trigger makes it longer") {
    using coppice::rewind::learning_rate;
    CHECK_NOTHROW(learning_rate{}.validate());
    CHECK(refusal([] {
              learning_rate{.to = 6}.validate();
          }) == "rewind::learning_rate: to is 6; it must be in [0, of), of being 6");
    CHECK(
        refusal([] { static_cast<void>(learning_rate{}.retraining(2)); }) ==
        "rewind::learning_rate: epochs that the trigger asks for is 2; it must be 1: a "
        "retraining that rewinds takes of - to epochs");
}
