#include "coppice/step/block.hpp"

#include "core/refusal.hpp"
#include "step/network.hpp"

#include <limits>
#include <vector>

#include <doctest/doctest.h>

using coppice::step::block;

TEST_CASE("a step is a block, in forward order, each once") {
    const network blocks;
    const block step;
    CHECK(step.steps(blocks.described) == 2);
    CHECK(step.layers(blocks.described, 0) == std::vector<int>{1});
    CHECK(step.layers(blocks.described, 1) == std::vector<int>{2, 3});
    CHECK(step.name(blocks.described, 0) == "first");
    CHECK(step.name(blocks.described, 1) == "second");
}

TEST_CASE("ceil(r C) filters of a layer go") {
    CHECK(block{.ratio = 0.6}.count(16) == 10);
    CHECK(block{.ratio = 0.6}.count(32) == 20);
    CHECK(block{.ratio = 0.6}.count(64) == 39);
    CHECK(block{.ratio = 0.55}.count(100) == 55);
    CHECK(block{.ratio = 0.4}.count(1) == 1);
    CHECK(block{.ratio = 0}.count(64) == 0);
}

TEST_CASE("a model without blocks has no such steps") {
    const network without(false);
    CHECK(
        refusal([&] { static_cast<void>(block{}.steps(without.described)); }) ==
        "step::block: number of blocks in the model is 0; it must be at least 1 (declare them with "
        "add_block, or use step::layer)");
}

TEST_CASE("a block's ratio is in [0, 1)") {
    CHECK_NOTHROW(block{}.validate());
    CHECK_NOTHROW(block{.ratio = 0}.validate());
    CHECK(refusal([] {
              block{.ratio = 1}.validate();
          }) == "step::block: ratio is 1; it must be in [0, 1)");
    for (const double bad : {-0.1, std::numeric_limits<double>::quiet_NaN()}) {
        CHECK_THROWS_AS(block{.ratio = bad}.validate(), coppice::error);
    }
}
