#include "coppice/operation/instance_norm.hpp"

#include "archetype/storage.hpp"

#include <doctest/doctest.h>

TEST_CASE("an instance norm couples no channels, and its scale and shift go with them") {
    archetype::storage memory;
    coppice::model::description<float> model;
    const auto x = model.input(3, {2, 2});
    const auto y = model.add(
        "in", coppice::operation::instance_norm<float>{memory.make({3}), memory.make({3})}, {x});
    CHECK(y.channels == x.channels);
    CHECK(model.couplings().set(x.channels, 0) != model.couplings().set(x.channels, 1));
    CHECK(model.couplings().tied(x.channels).empty());
    REQUIRE(model.parameters().size() == 2);
    CHECK(model.parameters()[0].is == coppice::model::meaning::scale);
    CHECK(model.parameters()[1].axes[0].as == coppice::model::use::produced);
}
