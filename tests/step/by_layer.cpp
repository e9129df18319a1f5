#include "coppice/step/by_layer.hpp"

#include "core/refusal.hpp"
#include "network.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

using coppice::step::by_layer;
using coppice::step::cover;

static_assert(coppice::step::policy<by_layer> && !coppice::step::counts_alike<by_layer>);

TEST_CASE("every layer loses its own share, and never all it has") {
    const network net;
    const by_layer step{.ratios = {0, 0.3, 0.55, 1}};
    const auto count = [&](int layer, coppice::index left) {
        return step.count(net.described, 0, layer, left);
    };
    CHECK(count(0, 100) == 0);
    CHECK(count(1, 100) == 30);
    CHECK(count(1, 16) == 5); // ceil(4.8)
    CHECK(count(2, 100) == 55);
    CHECK(count(3, 100) == 99);
    for (int layer = 0; layer < 4; ++layer) {
        CHECK(count(layer, 1) == 0);
        for (coppice::index left = 1; left < 50; ++left) {
            CHECK(count(layer, left) >= 0);
            CHECK(count(layer, left) < left);
        }
    }
}

TEST_CASE("a step by layer covers the model, a block or a layer") {
    const network net;
    by_layer step{.ratios = {0, 0.1, 0.2, 0.3}};
    CHECK(step.steps(net.described) == 1);
    CHECK(step.layers(net.described, 0) == std::vector{0, 1, 2, 3});
    CHECK(step.name(net.described, 0) == "round 1");
    step.one_step = cover::block;
    CHECK(step.steps(net.described) == 2);
    CHECK(step.layers(net.described, 1) == std::vector{2, 3});
    CHECK(step.name(net.described, 1) == "second");
    step.one_step = cover::layer;
    CHECK(step.steps(net.described) == 4);
    CHECK(step.layers(net.described, 2) == std::vector{2});
    CHECK(step.name(net.described, 2) == "c");
}

TEST_CASE("there is a ratio in [0, 1] for every layer") {
    const network net;
    CHECK_NOTHROW(by_layer{.ratios = {0, 1}}.validate());
    CHECK(refusal([] {
              by_layer{.ratios = {0.5, 1.5}}.validate();
          }) == "step::by_layer: ratio of layer 1 is 1.5; it must be in [0, 1]");
    CHECK(
        refusal([&] { static_cast<void>(by_layer{.ratios = {0.5}}.steps(net.described)); }) ==
        "step::by_layer: number of ratios is 1; it must be 4, one for each layer of the model");
}
