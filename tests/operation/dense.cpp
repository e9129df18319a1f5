#include "coppice/operation/dense.hpp"

#include "archetype/storage.hpp"

#include <doctest/doctest.h>

TEST_CASE("a dense layer reads features, not images") {
    archetype::storage memory;
    coppice::model::description<float> model;
    const auto image = model.input(4, {2, 2});
    const coppice::operation::dense<float> layer{.weight = memory.make({3, 4})};
    CHECK_THROWS_WITH_AS(
        static_cast<void>(model.add("fc", layer, {image})),
        "fc: rank of the input is 2; it must be 0", coppice::error);
    const auto features = model.input(4);
    CHECK(model.couplings().extent(model.add("fc", layer, {features}).channels) == 3);
    CHECK_THROWS_AS(
        static_cast<void>(model.add("two", layer, {features, features})), coppice::error);
}

TEST_CASE("a dense layer reads tokens if it says so") {
    archetype::storage memory;
    coppice::model::description<float> model;
    const coppice::operation::dense<float> layer{
        .weight = memory.make({3, 4}), .each_position = true};
    const auto y = model.add("fc", layer, {model.input(4, {5})});
    CHECK(y.spatial == coppice::shape{5});
    CHECK(model.layers()[0].positions == 5);
}
