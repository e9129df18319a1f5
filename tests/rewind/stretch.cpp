#include "coppice/rewind/stretch.hpp"

#include "core/refusal.hpp"

#include <doctest/doctest.h>

using coppice::rewind::stretch;

TEST_CASE("a stretch ends with its training") {
    CHECK(stretch{5, 6}.epochs() == 1);
    CHECK(stretch{0, 6}.epochs() == 6);
    CHECK(stretch{22, 24}.epochs() == 2);
    CHECK(stretch{80, 90}.epochs() == 10);
}

TEST_CASE("a stretch lies in its training and has an epoch") {
    CHECK_NOTHROW(stretch{0, 1}.validate("mine"));
    CHECK(refusal([] {
              stretch{6, 6}.validate("mine");
          }) == "mine: to is 6; it must be in [0, of), of being 6");
    CHECK(refusal([] {
              stretch{-1, 6}.validate("mine");
          }) == "mine: to is -1; it must be in [0, of), of being 6");
    CHECK(refusal([] {
              stretch{0, 0}.validate("mine");
          }) == "mine: of is 0; it must be at least 1");
}

TEST_CASE("a stretch admits its own length, and triggers that say nothing") {
    const stretch part{80, 90};
    for (const int epochs : {0, 1, 10}) {
        CHECK_NOTHROW(part.admit("mine", epochs));
    }
    CHECK(
        refusal([&] { part.admit("mine", 3); }) ==
        "mine: epochs that the trigger asks for is 3; it must be 10 or 1: a retraining that "
        "rewinds takes of - to epochs");
}
