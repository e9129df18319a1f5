#include "coppice/toolbox/prune_by.hpp"

#include "coppice/backend/eigen.hpp"
#include "coppice/select/global.hpp"
#include "coppice/select/n_m.hpp"

#include <vector>

#include <doctest/doctest.h>

TEST_CASE("scores from elsewhere prune") {
    coppice::backend::eigen backend;
    const std::vector<double> first{5, 1, 4, 2};
    const std::vector<double> second{3, 6};
    const std::vector<coppice::score::stored> sources{{first.data(), 4}, {second.data(), 2}};
    const auto local = coppice::prune_by(backend, sources, 0.5);
    CHECK(backend.kept(local[0]) == 2);
    CHECK((local[0][0] && local[0][2] && local[1][1]));
    const auto global = coppice::prune_by(backend, sources, 0.5, coppice::select::global{});
    CHECK((global[0][0] && global[0][2] && global[1][1]));
    CHECK(backend.kept(global[1]) == 1);
}

TEST_CASE("scores from elsewhere prune by a selection that decides itself") {
    coppice::backend::eigen backend;
    const std::vector<double> scores{5, 1, 4, 2, 8, 9, 7, 6};
    const auto masks = coppice::prune_by(
        backend, std::vector{coppice::score::stored{scores.data(), 8}},
        coppice::select::n_m{.kept = 1, .of = 4, .axis = 0});
    CHECK(masks[0].pruned == 6);
    CHECK((masks[0][0] && masks[0][5]));
    CHECK_THROWS_WITH_AS(
        static_cast<void>(coppice::prune_by(
            backend, std::vector{coppice::score::stored{scores.data(), 7}},
            coppice::select::n_m{.axis = 0})),
        "tensor 0: shape is 7; it must be a multiple of 4 along the axis 0", coppice::error);
}
