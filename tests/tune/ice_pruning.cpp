#include "coppice/tune/ice_pruning.hpp"

#include "core/refusal.hpp"

#include <vector>

#include <doctest/doctest.h>

using coppice::tune::ice_pruning;

TEST_CASE("the paper's grid has 216 combinations of six parameters") {
    const ice_pruning grid;
    CHECK_NOTHROW(grid.validate());
    const coppice::tune::space space = grid.space();
    CHECK(space.points() == 216);
    CHECK(grid.midpoint == std::vector<double>{0.1, 0.15, 0.2});
    CHECK(grid.shape == std::vector<double>{40, 50, 60});
    CHECK(grid.change == std::vector<double>{6e-4, 7e-4, 8e-4});
    CHECK(space.at(0) == std::vector<double>{0.5, 0.3, 0.001, 0.1, 40, 6e-4});
    CHECK(space.at(215) == std::vector<double>{1.5, 0.9, 0.005, 0.2, 60, 8e-4});
    CHECK(
        space.name(107) ==
        "threshold 0.5, frozen 0.9, base 0.005, midpoint 0.2, shape 60, change 8e-04");
}

TEST_CASE("every value reaches the policy that it belongs to") {
    const auto settings = ice_pruning::settings({1.5, 0.9, 0.005, 0.15, 50, 7e-4});
    CHECK(settings.threshold.points == 1.5);
    CHECK(settings.threshold.epochs == 1);
    CHECK(settings.freezing.share == 0.9);
    CHECK(settings.freezing.rate == 0.005);
    CHECK(settings.rate.base == 0.005);
    CHECK(settings.rate.midpoint == 0.15);
    CHECK(settings.rate.shape == 50);
    CHECK(settings.rate.change == 7e-4);
    CHECK(refusal([] {
              static_cast<void>(ice_pruning::settings({1, 2}));
          }) == "tune::ice_pruning: number of values is 2; it must be 6");
}

TEST_CASE("a grid with a combination that cannot work is refused before anything is tried") {
    CHECK(refusal([] {
              ice_pruning{.base = {1e-3, 6.5e-4}}.validate();
          }) == "lr::pruning_aware: change is 7e-04; it must be in (0, base), base being 0.00065");
    CHECK(refusal([] {
              ice_pruning{.frozen = {}}.validate();
          }) == "frozen: number of values is 0; it must be at least 1");
    CHECK(refusal([] {
              ice_pruning{.frozen = {0.3, 1.2}}.validate();
          }) == "freeze::weight_shift: share is 1.2; it must be in [0, 1]");
}
