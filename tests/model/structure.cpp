#include "coppice/model/structure.hpp"

#include "archetype/resnet.hpp"

#include <doctest/doctest.h>

TEST_CASE("layers are found by name, and blocks list them") {
    const archetype::resnet net(1);
    CHECK(net.model.layer_at(net.model.find("stage2.block1.conv2")).name == "stage2.block1.conv2");
    REQUIRE(net.model.blocks().size() == 3);
    CHECK(net.model.blocks()[1].name == "stage2.block1");
    CHECK(
        net.model.blocks()[1].layers ==
        std::vector{net.model.find("stage2.block1.conv1"), net.model.find("stage2.block1.conv2")});
}

TEST_CASE("an unknown layer is refused by name") {
    archetype::resnet net(1);
    CHECK_THROWS_WITH_AS(
        static_cast<void>(net.model.find("conv9")),
        "model: layer is \"conv9\"; it must be the name of a layer with weights", coppice::error);
    CHECK_THROWS_AS(net.model.keep_whole("conv9", "no reason"), coppice::error);
}

TEST_CASE("a number that no layer has is refused") {
    const archetype::resnet net(1);
    CHECK_THROWS_WITH_AS(
        static_cast<void>(net.model.layer_at(99)), "model: layer is 99; it must be in [0, 10)",
        coppice::error);
    CHECK_THROWS_WITH_AS(
        static_cast<void>(net.model.weight(-1)), "model: layer is -1; it must be in [0, 10)",
        coppice::error);
}

TEST_CASE("a layer that is kept whole has a reason") {
    archetype::resnet net(1);
    CHECK_THROWS_WITH_AS(
        net.model.keep_whole("stem", ""),
        "stem: reason is empty; it must be a sentence for the report", coppice::error);
    net.model.keep_whole("stem", "it is small");
    CHECK(net.model.layer_at(net.model.find("stem")).keep_whole == "it is small");
}

TEST_CASE("a layer is in one block only") {
    archetype::resnet net(1);
    CHECK_THROWS_WITH_AS(
        net.model.add_block("again", {"stem", "stage1.block1.conv1"}),
        "block again: layer is \"stage1.block1.conv1\"; it must be in one block only; it is in "
        "stage1.block1",
        coppice::error);
    CHECK_THROWS_WITH_AS(
        net.model.add_block("twice", {"stem", "stem"}),
        "block twice: layer is \"stem\"; it must be in one block only; it is in twice",
        coppice::error);
    CHECK_THROWS_WITH_AS(
        net.model.add_block("none", {}), "block none: number of layers is 0; it must be at least 1",
        coppice::error);
    CHECK(net.model.blocks().size() == 3);
}
