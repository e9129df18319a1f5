#include "coppice/tune/report.hpp"

#include <doctest/doctest.h>

TEST_CASE("the winner is the trial called the best") {
    coppice::tune::report made;
    made.trials = {{.point = 4}, {.point = 7}};
    CHECK(made.winner().point == 4);
    made.best = 1;
    CHECK(made.winner().point == 7);
}
