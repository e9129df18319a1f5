#include "coppice/operation/unflatten.hpp"

#include "coppice/operation/flatten.hpp"

#include <doctest/doctest.h>

using coppice::operation::flatten;
using coppice::operation::unflatten;

TEST_CASE("unflattened, a flattened value has its channels again") {
    for (const bool last : {false, true}) {
        coppice::model::description<float> model;
        const auto x = model.input(3, {2, 5});
        const auto flat = model.add("flat", flatten{last}, {x});
        const auto y = model.add("back", unflatten{{2, 5}, last}, {flat});
        CHECK(y.spatial == x.spatial);
        REQUIRE(model.couplings().extent(y.channels) == 3);
        for (coppice::index c = 0; c < 3; ++c) {
            CHECK(model.couplings().set(y.channels, c) == model.couplings().set(x.channels, c));
        }
        CHECK(model.couplings().set(y.channels, 0) != model.couplings().set(y.channels, 1));
    }
}

TEST_CASE("features that do not fill the positions are refused") {
    coppice::model::description<float> model;
    CHECK_THROWS_WITH_AS(
        static_cast<void>(model.add("back", unflatten{{2, 5}}, {model.input(15)})),
        "back: number of features is 15; it must be a multiple of 10, the positions of a channel",
        coppice::error);
}
