#include "coppice/metric/path.hpp"

#include "core/refusal.hpp"

#include <vector>

#include <doctest/doctest.h>

using coppice::metric::path;
using coppice::metric::waypoint;
using doctest::Approx;

TEST_CASE("the barrier is the highest error less the mean of the ends") {
    const path line({{0, {90, 100}}, {0.25, {60, 100}}, {0.5, {70, 100}}, {1, {80, 100}}});
    CHECK(line.middle() == Approx(0.3));
    CHECK(line.ends() == Approx(0.15));
    CHECK(line.highest() == Approx(0.4));
    CHECK(line.barrier() == Approx(0.25));
}

TEST_CASE("a line without a bump has no barrier, and none is below 0") {
    const path flat({{0, {90, 100}}, {0.5, {90, 100}}, {1, {90, 100}}});
    CHECK(flat.barrier() == 0);
    const path better_between({{0, {80, 100}}, {0.5, {95, 100}}, {1, {80, 100}}});
    CHECK(better_between.barrier() == 0);
    CHECK(better_between.middle() == Approx(0.05));
    const path uneven({{0, {80, 100}}, {0.5, {90, 100}}, {1, {90, 100}}});
    CHECK(uneven.barrier() == Approx(0.05)); // an end counts as a point
}

TEST_CASE("a path without its ends, its middle or answers is refused") {
    CHECK(refusal([] {
              path({{0, {1, 2}}, {1, {1, 2}}});
          }) == "metric::path: number of points with share 0, 1/2 and 1 is 2; it must be 3");
    CHECK(refusal([] {
              path({{0.1, {1, 2}}, {0.5, {1, 2}}, {1, {1, 2}}});
          }) == "metric::path: number of points with share 0, 1/2 and 1 is 2; it must be 3");
    CHECK(refusal([] {
              path({{0, {1, 2}}, {0.5, {}}, {1, {1, 2}}});
          }) == "metric::path: number of answers at a point is 0; it must be at least 1");
}
