#include "coppice/operation/transposed_convolution.hpp"

#include "archetype/storage.hpp"

#include <doctest/doctest.h>

using coppice::operation::transposed_convolution;

TEST_CASE("a transposed convolution widens, and works at every position of its input") {
    archetype::storage memory;
    coppice::model::description<float> model;
    const auto x = model.input(3, {4, 5});
    const auto y = model.add(
        "up",
        transposed_convolution<float>{
            .weight = coppice::transposed(memory.make({3, 8, 3, 3})),
            .bias = memory.make({8}),
            .stride = 2,
            .padding = 1,
            .output_padding = 1},
        {x});
    CHECK(y.spatial == coppice::shape{8, 10});
    CHECK(model.couplings().extent(y.channels) == 8);
    CHECK(model.layers()[0].positions == 20);
    CHECK(model.weight(0).axes[1].of == x.channels);
}

TEST_CASE("a transposed convolution may differ along its axes, and dilate") {
    archetype::storage memory;
    coppice::model::description<float> model;
    const auto x = model.input(3, {4, 5});
    const auto y = model.add(
        "up",
        transposed_convolution<float>{
            .weight = memory.make({8, 3, 3, 2}),
            .stride = {1, 3},
            .padding = {2, 0},
            .output_padding = {0, 2},
            .dilation = {2, 1}},
        {x});
    CHECK(y.spatial == coppice::shape{3 - 4 + 4 + 1, 12 + 1 + 1 + 2}); // as PyTorch has it
}

TEST_CASE("what a transposed convolution cannot make is refused") {
    archetype::storage memory;
    coppice::model::description<float> model;
    const auto x = model.input(3, {1, 1});
    const auto add = [&](const transposed_convolution<float>& layer) {
        static_cast<void>(model.add("up", layer, {x}));
    };
    CHECK_THROWS_WITH_AS(
        add({.weight = memory.make({8, 3, 1, 1}), .padding = 1}),
        "up: extent of the output is -1; it must be at least 1: lower the padding", coppice::error);
    CHECK_THROWS_WITH_AS(
        add({.weight = memory.make({8, 3, 1, 1}), .output_padding = 1}),
        "up: output_padding is 1; it must be in [0, 1), the larger of stride and dilation",
        coppice::error);
    CHECK_THROWS_AS(add({.weight = memory.make({3, 8, 1, 1})}), coppice::error);
}
