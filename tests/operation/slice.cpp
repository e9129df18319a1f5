#include "coppice/operation/slice.hpp"

#include <doctest/doctest.h>

using coppice::operation::slice;

TEST_CASE("a slice has the channels from its first on") {
    coppice::model::description<float> model;
    const auto x = model.input(5, {2, 2});
    const auto y = model.add("part", slice{.first = 2, .channels = 3}, {x});
    const coppice::model::coupling& couplings = model.couplings();
    REQUIRE(couplings.extent(y.channels) == 3);
    CHECK(y.spatial == x.spatial);
    for (coppice::index i = 0; i < 3; ++i) {
        CHECK(couplings.set(y.channels, i) == couplings.set(x.channels, 2 + i));
    }
}

TEST_CASE("a slice past the end is refused") {
    coppice::model::description<float> model;
    const auto x = model.input(5);
    const auto add = [&](const slice& part) { static_cast<void>(model.add("part", part, {x})); };
    CHECK_THROWS_WITH_AS(
        add({.first = 5}), "part: first is 5; it must be in [0, 5), the channels of its input",
        coppice::error);
    CHECK_THROWS_WITH_AS(
        add({.first = 3, .channels = 3}),
        "part: channels is 3; it must be in [1, 2], what is left of its input", coppice::error);
    CHECK_THROWS_AS(add({.first = 0, .channels = 0}), coppice::error);
}
