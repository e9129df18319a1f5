#include "coppice/operation/embedding.hpp"

#include "archetype/storage.hpp"

#include <doctest/doctest.h>

TEST_CASE(
    "an embedding makes a feature of every row of its transposed table, and multiplies none") {
    archetype::storage memory;
    coppice::model::description<float> model;
    const auto table = memory.make({11, 4});
    const auto y = model.add(
        "embed", coppice::operation::embedding<float>{coppice::transposed(table)},
        {model.input(1, {6})});
    CHECK(model.couplings().extent(y.channels) == 4);
    CHECK(y.spatial == coppice::shape{6});
    CHECK(model.layers()[0].positions == 0);
    const auto& weight = model.weight(0);
    CHECK(weight.values.extents() == coppice::shape{4, 11});
    CHECK(weight.values.strides() == coppice::shape{1, 4});
    CHECK(!weight.axes[1].of.coupled());
    CHECK_THROWS_AS(
        static_cast<void>(model.add(
            "two", coppice::operation::embedding<float>{memory.make({4, 11})},
            {model.input(2, {6})})),
        coppice::error);
}
