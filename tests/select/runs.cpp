#include "coppice/select/runs.hpp"

#include "backend/host.hpp"
#include "coppice/mask/owned.hpp"

#include <span>
#include <vector>

#include <doctest/doctest.h>

TEST_CASE_TEMPLATE_DEFINE(
    "a run is neighbours along the axis, whatever lies between them", Backend, runs_along_axis) {
    // Two rows of four, three apart: scores rise with the row, so the first of each run go.
    Backend backend;
    std::vector<double> scores(24);
    for (std::size_t g = 0; g < scores.size(); ++g) {
        scores[g] = static_cast<double>(g / 3 % 4);
    }
    coppice::mask::owned<Backend> mask(backend, 24);
    const coppice::select::candidate<coppice::score::stored> tensor{
        {scores.data(), 24}, mask, 0, 24, 1, {2, 4, 3}};
    const auto fault = backend.prune_runs(std::span(&tensor, 1), [](const coppice::shape& extents) {
        return coppice::select::runs{.kept = 1, .of = 4, .length = extents[1], .inner = extents[2]};
    });
    CHECK_FALSE(fault.found());
    for (coppice::index g = 0; g < 24; ++g) {
        CHECK(mask[g] == (g / 3 % 4 == 3));
    }
}
TEST_CASE_TEMPLATE_APPLY(runs_along_axis, every_backend);
