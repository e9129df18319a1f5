#include "trainer/describe.hpp"

#include <coppice/backend/eigen.hpp>
#include <coppice/drive/pruner.hpp>
#include <coppice/granularity/filter.hpp>

#include <doctest/doctest.h>

#include <string>

TEST_CASE("a description has the network's layers, parameters, blocks and sizes") {
    nn::model model = nn::make_model("resnet20", {3, 32, 32}, 10, 1);
    const trainer::described description = trainer::describe(model.net, model.blocks);
    CHECK(description.model.layers().size() == 22); // 19 convolutions, 2 shortcuts, 1 dense layer
    CHECK(description.model.blocks().size() == 9);
    std::size_t parameters = 0;
    std::size_t macs = 0;
    for (const auto& parameter : description.model.parameters()) {
        const auto size = static_cast<std::size_t>(parameter.values.size());
        parameters += parameter.trained ? size : 0;
        if (parameter.layer >= 0) {
            macs += size *
                    static_cast<std::size_t>(description.model.layer_at(parameter.layer).positions);
        }
    }
    CHECK(parameters == 272'474);
    CHECK(macs == model.net.macs());
    for (std::size_t layer = 0; layer < description.layers.size(); ++layer) {
        CHECK(description.model.layers()[layer].name == model.net[description.layers[layer]].name);
    }
}

TEST_CASE("views are of the network's own memory, and stay so when a state is loaded") {
    nn::model model = nn::make_model("resnet8", {1, 12, 12}, 4, 1);
    const trainer::described description = trainer::describe(model.net, model.blocks);
    model.net.load(nn::make_model("resnet8", {1, 12, 12}, 4, 2).net.state());
    for (std::size_t p = 0; p < description.parameters.size(); ++p) {
        const trainer::parameter_place place = description.parameters[p];
        CHECK(
            description.model.parameters()[p].values.data() ==
            model.net.get(place.node, place.role).value.data());
    }
}

TEST_CASE("of a bottleneck the two inner convolutions are pruned, the last never") {
    nn::model model = nn::make_model("resnet50", {3, 8, 8}, 10, 1);
    const trainer::described description = trainer::describe(model.net, model.blocks);
    const coppice::drive::pruner pruning(
        coppice::compose(coppice::granularity::filter{}), description.model,
        coppice::backend::eigen{});
    int inner = 0;
    for (const coppice::drive::outcome& layer : pruning.outcomes()) {
        const std::string& name = description.model.layer_at(layer.layer).name;
        CHECK_FALSE(name.ends_with(".conv3"));
        CHECK_FALSE(name.ends_with(".shortcut"));
        inner += name.ends_with(".conv1") || name.ends_with(".conv2") ? 1 : 0;
    }
    CHECK(inner == 32); // two of each of 16 blocks
}

TEST_CASE("residual blocks keep the width of their outputs, coupled or not") {
    nn::model model = nn::make_model("mobilenet_v2", {3, 8, 8}, 10, 1);
    const trainer::described description = trainer::describe(model.net, model.blocks);
    const coppice::drive::pruner pruning(
        coppice::compose(coppice::granularity::filter{}), description.model,
        coppice::backend::eigen{});
    std::size_t expansions = 0;
    for (const coppice::drive::outcome& layer : pruning.outcomes()) {
        const std::string& name = description.model.layer_at(layer.layer).name;
        CHECK(name.find("project") == std::string::npos);
        expansions += name.find("expand") != std::string::npos ? 1 : 0;
    }
    CHECK(expansions == 16);
    for (const coppice::drive::kept_whole& layer : pruning.left_alone()) {
        if (description.model.layer_at(layer.layer).name == "stage7.block1.project") {
            CHECK(layer.reason == "a residual block keeps its output's width");
        }
    }
}

TEST_CASE("in a plain network every layer but the last is a block") {
    nn::model model = nn::make_model("conv_2", {3, 32, 32}, 10, 1);
    const trainer::described description = trainer::describe(model.net, model.blocks);
    REQUIRE(description.model.blocks().size() == 4);
    CHECK(description.model.blocks()[0].name == "conv1");
    CHECK(description.model.blocks()[3].name == "fc2");
}
