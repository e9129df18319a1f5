#include "coppice/operation/pool.hpp"

#include <doctest/doctest.h>

TEST_CASE("pooling keeps channels and shrinks the plane") {
    coppice::model::description<float> model;
    const auto x = model.input(4, {7, 8});
    const auto y = model.add("pool", coppice::operation::pool{}, {x});
    CHECK(y.channels == x.channels);
    CHECK(y.spatial == coppice::shape{3, 4});
    const auto strips =
        model.add("strips", coppice::operation::pool{.kernel = {1, 4}, .stride = {1, 4}}, {x});
    CHECK(strips.spatial == coppice::shape{7, 2});
    CHECK_THROWS_AS(
        static_cast<void>(model.add("large", coppice::operation::pool{.kernel = 9}, {x})),
        coppice::error);
}
