#include "coppice/operation/convolution.hpp"

#include "archetype/storage.hpp"

#include <doctest/doctest.h>

using coppice::model::description;
using coppice::model::value;
using coppice::operation::convolution;

TEST_CASE("a convolution's output has the extents that stride and padding leave") {
    archetype::storage memory;
    description<float> model;
    const value x = model.input(3, {32, 31});
    const value y = model.add(
        "conv", convolution<float>{.weight = memory.make({8, 3, 3, 3}), .stride = 2, .padding = 1},
        {x});
    CHECK(y.spatial == coppice::shape{16, 16});
    CHECK(model.couplings().extent(y.channels) == 8);
    CHECK(model.layers()[0].positions == 16 * 16);
}

TEST_CASE("what a convolution cannot read is refused") {
    archetype::storage memory;
    description<float> model;
    const value x = model.input(3, {2, 2});
    const auto add = [&](const convolution<float>& layer) {
        static_cast<void>(model.add("conv", layer, {x}));
    };
    CHECK_THROWS_WITH_AS(
        add({.weight = memory.make({8, 4, 1, 1})}),
        "conv: number of input channels is 3; it must be 4", coppice::error);
    CHECK_THROWS_WITH_AS(
        add({.weight = memory.make({8, 3})}), "conv: rank of the weight is 2; it must be 4",
        coppice::error);
    CHECK_THROWS_AS(add({.weight = memory.make({8, 3, 3, 3})}), coppice::error);
    CHECK_THROWS_AS(add({.weight = memory.make({8, 3, 1, 1}), .stride = 0}), coppice::error);
}
