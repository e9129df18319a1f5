#include "coppice/operation/global_pool.hpp"

#include <doctest/doctest.h>

TEST_CASE("global pooling makes one feature of every channel") {
    coppice::model::description<float> model;
    const auto x = model.input(4, {7, 8});
    const auto y = model.add("pool", coppice::operation::global_pool{}, {x});
    CHECK(y.channels == x.channels);
    CHECK(y.spatial.rank() == 0);
}
