#include "coppice/rewind/none.hpp"

#include <doctest/doctest.h>

TEST_CASE("without rewinding a retraining is as long as the trigger says") {
    const coppice::rewind::none rewinding;
    CHECK(rewinding.retraining(1) == coppice::rewind::stretch{0, 1});
    CHECK(rewinding.retraining(7) == coppice::rewind::stretch{0, 7});
}
