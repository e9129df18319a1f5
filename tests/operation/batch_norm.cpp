#include "coppice/operation/batch_norm.hpp"

#include "archetype/storage.hpp"

#include <doctest/doctest.h>

TEST_CASE("normalisation keeps the dimension, and its statistics are no parameters") {
    archetype::storage memory;
    coppice::model::description<float> model;
    const auto x = model.input(4, {2, 2});
    const coppice::operation::batch_norm<float> layer{
        .scale = memory.make({4}),
        .shift = memory.make({4}),
        .running_mean = memory.make({4}),
        .running_variance = memory.make({4})};
    CHECK(model.add("bn", layer, {x}).channels == x.channels);
    REQUIRE(model.parameters().size() == 4);
    CHECK(model.parameters()[1].name == "bn.shift");
    CHECK(model.parameters()[1].trained);
    CHECK(model.parameters()[1].axes[0].as == coppice::model::use::produced);
    CHECK_FALSE(model.parameters()[2].trained);
    CHECK(model.parameters()[2].axes[0].as == coppice::model::use::carried);
}
