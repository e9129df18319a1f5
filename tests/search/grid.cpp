#include "coppice/search/grid.hpp"

#include <doctest/doctest.h>

using coppice::search::grid;

TEST_CASE("a grid visits every point once, in order, at full effort") {
    for (const coppice::index points : {1, 2, 216}) {
        const coppice::search::round all = grid{}.next(points, {});
        REQUIRE(static_cast<coppice::index>(all.points.size()) == points);
        CHECK(all.share == 1);
        for (coppice::index point = 0; point < points; ++point) {
            CHECK(all.points[static_cast<std::size_t>(point)] == point);
        }
    }
    const std::vector<coppice::search::tried> done(216);
    CHECK(grid{}.next(216, done).points.empty());
}
