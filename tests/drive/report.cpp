#include "coppice/drive/report.hpp"

#include <doctest/doctest.h>

TEST_CASE("seconds add up part by part") {
    coppice::drive::seconds all{.prune = 1, .evaluate = 2, .retrain = 3, .probe = 4};
    CHECK(all.total() == 10);
    all += {.prune = 0.5, .evaluate = 0, .retrain = 0, .probe = 1};
    CHECK(all.prune == 1.5);
    CHECK(all.probe == 5);
}
