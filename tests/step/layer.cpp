#include "coppice/step/layer.hpp"

#include "core/refusal.hpp"
#include "step/network.hpp"

#include <limits>
#include <vector>

#include <doctest/doctest.h>

using coppice::step::layer;

TEST_CASE("a step is a layer, in forward order, each once") {
    const network of;
    const layer step;
    CHECK(step.steps(of.described) == 4);
    for (int i = 0; i < 4; ++i) {
        CHECK(step.layers(of.described, i) == std::vector<int>{i});
    }
    CHECK(step.name(of.described, 0) == "a");
    CHECK(step.name(of.described, 3) == "d");
    CHECK(layer{.ratio = 0.55}.count(100) == 55);
    CHECK(layer{.ratio = 0.05}.count(64) == 4);
}

TEST_CASE("a layer's ratio is in [0, 1)") {
    CHECK_NOTHROW(layer{}.validate());
    CHECK(refusal([] {
              layer{.ratio = 1}.validate();
          }) == "step::layer: ratio is 1; it must be in [0, 1)");
    for (const double bad : {-0.1, std::numeric_limits<double>::quiet_NaN()}) {
        CHECK_THROWS_AS(layer{.ratio = bad}.validate(), coppice::error);
    }
}
