#include "coppice/model/leaders.hpp"

#include "archetype/resnet.hpp"
#include "coppice/operation/flatten.hpp"
#include "coppice/operation/pool.hpp"

#include <doctest/doctest.h>

using coppice::model::description;
using coppice::model::leaders;
using coppice::model::value;
namespace op = coppice::operation;

TEST_CASE("in a residual network only inner convolutions lead") {
    const archetype::resnet net(2);
    const leaders found(net.model);
    const auto refusal = [&](const char* name) { return found.refusal(net.model.find(name)); };
    CHECK(refusal("stage1.block1.conv1").empty());
    CHECK(refusal("stage3.block2.conv1").empty());
    CHECK(refusal("stage1.block1.conv2") == "its output is coupled with that of stem");
    CHECK(refusal("stem") == "its output is coupled with that of stage1.block1.conv2");
    CHECK(
        refusal("stage2.block1.shortcut") ==
        "its output is coupled with that of stage2.block1.conv2");
    CHECK(refusal("fc") == "it is the network's output");
}

TEST_CASE("a filter leads the features it is flattened to") {
    archetype::storage memory;
    description<float> model;
    value x = model.input(1, {4, 4});
    x = model.add(
        "conv", op::convolution<float>{.weight = memory.make({3, 1, 3, 3}), .padding = 1}, {x});
    const value pooled = model.add("pool", op::pool{}, {x});
    const value flat = model.add("flat", op::flatten{}, {pooled});
    const value y = model.add("fc", op::dense<float>{.weight = memory.make({2, 12})}, {flat});
    model.output(y);
    const leaders found(model);
    CHECK(found.of(model, flat.channels, 3).layer == 0);
    CHECK(found.of(model, flat.channels, 3).filter == 0);
    CHECK(found.of(model, flat.channels, 4).filter == 1);
    CHECK(found.of(model, y.channels, 0).layer == -1);
}

TEST_CASE("a depthwise filter follows, and what reads the input of a group stays") {
    archetype::storage memory;
    description<float> model;
    value x = model.input(2, {4, 4});
    x = model.add("expand", op::convolution<float>{.weight = memory.make({8, 2, 1, 1})}, {x});
    x = model.add(
        "depthwise",
        op::convolution<float>{.weight = memory.make({8, 1, 3, 3}), .padding = 1, .groups = 8},
        {x});
    x = model.add("project", op::convolution<float>{.weight = memory.make({4, 8, 1, 1})}, {x});
    x = model.add(
        "grouped",
        op::convolution<float>{.weight = memory.make({4, 2, 3, 3}), .padding = 1, .groups = 2},
        {x});
    x = model.add("last", op::convolution<float>{.weight = memory.make({2, 4, 1, 1})}, {x});
    model.output(x);
    const leaders found(model);
    CHECK(found.refusal(0).empty());
    CHECK(found.refusal(1) == "its filters go with its input's channels");
    CHECK(found.refusal(2) == "the grouped convolution grouped reads it");
    CHECK(found.refusal(3) == "the grouped convolution grouped makes it");
    CHECK(found.refusal(4) == "it is the network's output");
}

TEST_CASE("an activation that does not keep zero, and the host's wish, keep a layer whole") {
    archetype::storage memory;
    description<float> model;
    value x = model.input(2);
    x = model.add("first", op::dense<float>{.weight = memory.make({8, 2})}, {x});
    x = model.add("sigmoid", op::activation{.keeps_zero = false}, {x});
    x = model.add("second", op::dense<float>{.weight = memory.make({8, 8})}, {x});
    x = model.add("third", op::dense<float>{.weight = memory.make({2, 8})}, {x});
    model.output(x);
    model.keep_whole("second", "the host said so");
    const leaders found(model);
    CHECK(found.refusal(0) == "the activation sigmoid does not map 0 to 0");
    CHECK(found.refusal(1) == "the host said so");
}

TEST_CASE("a convolution with one output channel is not taken for depthwise") {
    archetype::storage memory;
    description<float> model;
    value x = model.input(1, {4, 4});
    x = model.add("single", op::convolution<float>{.weight = memory.make({1, 1, 3, 3})}, {x});
    x = model.add("next", op::convolution<float>{.weight = memory.make({2, 1, 1, 1})}, {x});
    model.output(x);
    CHECK(model.layers()[0].leads);
    CHECK(leaders(model).refusal(0).empty());
}

TEST_CASE("what follows a layer that is to be kept whole stays whole with it") {
    archetype::storage memory;
    description<float> model;
    value x = model.input(2, {4, 4});
    x = model.add("expand", op::convolution<float>{.weight = memory.make({8, 2, 1, 1})}, {x});
    x = model.add(
        "depthwise",
        op::convolution<float>{.weight = memory.make({8, 1, 3, 3}), .padding = 1, .groups = 8},
        {x});
    x = model.add("project", op::convolution<float>{.weight = memory.make({4, 8, 1, 1})}, {x});
    model.output(x);
    model.keep_whole("depthwise", "the host said so");
    CHECK(leaders(model).refusal(0) == "depthwise goes with it and is kept whole");
}

TEST_CASE("leaders fit the model that they are of, and none of other layers or sets") {
    const archetype::resnet net(1);
    const leaders of(net.model);
    CHECK(of.fit(net.model));
    CHECK_FALSE(of.fit(archetype::resnet(2).model));
}
