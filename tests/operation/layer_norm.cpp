#include "coppice/operation/layer_norm.hpp"

#include "archetype/storage.hpp"
#include "coppice/operation/dense.hpp"

#include <doctest/doctest.h>

TEST_CASE("the channels that a layer norm takes statistics over stay") {
    archetype::storage memory;
    coppice::model::description<float> model;
    const auto x = model.add(
        "fc", coppice::operation::dense<float>{.weight = memory.make({4, 2})}, {model.input(2)});
    const auto y = model.add(
        "ln", coppice::operation::layer_norm<float>{memory.make({4}), memory.make({4})}, {x});
    CHECK(y.channels == x.channels);
    CHECK(model.couplings().fixed(x.channels) == "the layer norm ln takes statistics over it");
    CHECK(model.parameters().size() == 3);
    CHECK_THROWS_AS(
        static_cast<void>(model.add(
            "other", coppice::operation::layer_norm<float>{memory.make({3}), memory.make({3})},
            {x})),
        coppice::error);
}
