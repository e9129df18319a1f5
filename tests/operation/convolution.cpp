#include "coppice/operation/convolution.hpp"

#include "archetype/storage.hpp"

#include <string>

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

TEST_CASE("a convolution may differ along its axes, and dilate") {
    archetype::storage memory;
    description<float> model;
    const value x = model.input(3, {17, 17});
    const auto add = [&](const convolution<float>& layer) {
        return model.add("conv" + std::to_string(model.layers().size()), layer, {x}).spatial;
    };
    CHECK(
        add({.weight = memory.make({8, 3, 1, 7}), .padding = {0, 3}}) ==
        coppice::shape{17, 17}); // of Inception
    CHECK(
        add({.weight = memory.make({8, 3, 3, 3}), .padding = 2, .dilation = 2}) ==
        coppice::shape{17, 17}); // of DeepLab
    CHECK(
        add({.weight = memory.make({8, 3, 3, 5}), .stride = {2, 1}, .dilation = {4, 2}}) ==
        coppice::shape{5, 9});
    CHECK(model.layers()[2].positions == 45);
    CHECK_THROWS_WITH_AS(
        static_cast<void>(
            add({.weight = memory.make({8, 3, 3, 3}), .padding = {0, 1}, .dilation = 9})),
        "conv3: extent of the input is 17; it must be at least what the kernel covers less the "
        "padding on both sides",
        coppice::error);
    CHECK_THROWS_WITH_AS(
        static_cast<void>(add({.weight = memory.make({8, 3, 3, 3}), .dilation = 0})),
        "conv3: dilation is 0; it must be at least 1", coppice::error);
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

TEST_CASE("channels at the same place of all groups go together, on both sides") {
    archetype::storage memory;
    description<float> model;
    const value x = model.input(6, {2, 2});
    const value y = model.add(
        "conv", convolution<float>{.weight = memory.make({4, 3, 1, 1}), .groups = 2}, {x});
    const coppice::model::coupling& couplings = model.couplings();
    CHECK(couplings.set(x.channels, 0) == couplings.set(x.channels, 3));
    CHECK(couplings.set(x.channels, 0) != couplings.set(x.channels, 1));
    CHECK(couplings.set(y.channels, 1) == couplings.set(y.channels, 3));
    CHECK(couplings.set(y.channels, 0) != couplings.set(y.channels, 1));
    const coppice::model::dimension reads = model.weight(0).axes[1].of;
    CHECK(couplings.extent(reads) == 3);
    CHECK(couplings.set(reads, 2) == couplings.set(x.channels, 5));
    CHECK(couplings.tied(x.channels) == "the grouped convolution conv reads it");
    CHECK(couplings.tied(y.channels) == "the grouped convolution conv makes it");
    CHECK_THROWS_WITH_AS(
        static_cast<void>(model.add(
            "bad", convolution<float>{.weight = memory.make({5, 3, 1, 1}), .groups = 2}, {x})),
        "bad: number of filters is 5; it must be a multiple of 2, the number of its groups",
        coppice::error);
}

TEST_CASE(
    "depthwise, several filters may go with one channel, and one channel makes none depthwise") {
    archetype::storage memory;
    description<float> model;
    const value x = model.input(3, {2, 2});
    const value y = model.add(
        "depthwise", convolution<float>{.weight = memory.make({6, 1, 1, 1}), .groups = 3}, {x});
    CHECK(!model.layers()[0].leads);
    CHECK(model.couplings().set(y.channels, 1) == model.couplings().set(x.channels, 0));
    CHECK(model.couplings().set(y.channels, 2) == model.couplings().set(x.channels, 1));
    const value single = model.input(1, {2, 2});
    const value one =
        model.add("one", convolution<float>{.weight = memory.make({1, 1, 1, 1})}, {single});
    CHECK(model.layers()[1].leads);
    CHECK(model.couplings().set(one.channels, 0) != model.couplings().set(single.channels, 0));
}

TEST_CASE("a number of groups below 1 is refused as such") {
    archetype::storage memory;
    coppice::model::description<float> model;
    const auto x = model.input(3, {8, 8});
    CHECK_THROWS_WITH_AS(
        static_cast<void>(model.add(
            "conv", convolution<float>{.weight = memory.make({4, 3, 1, 1}), .groups = 0}, {x})),
        "conv: groups is 0; it must be at least 1", coppice::error);
}
