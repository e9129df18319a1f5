#include "coppice/operation/flatten.hpp"

#include <doctest/doctest.h>

TEST_CASE("channel c becomes the features from c * height * width on") {
    coppice::model::description<float> model;
    const auto x = model.input(3, {2, 5});
    const auto y = model.add("flat", coppice::operation::flatten{}, {x});
    const coppice::model::coupling& couplings = model.couplings();
    REQUIRE(couplings.extent(y.channels) == 30);
    for (coppice::index feature = 0; feature < 30; ++feature) {
        CHECK(couplings.set(y.channels, feature) == couplings.set(x.channels, feature / 10));
    }
}

TEST_CASE("with the channels last, every channels-th feature belongs to a channel") {
    coppice::model::description<float> model;
    const auto x = model.input(3, {2, 5});
    const auto y = model.add("flat", coppice::operation::flatten{.channels_last = true}, {x});
    const coppice::model::coupling& couplings = model.couplings();
    for (coppice::index feature = 0; feature < 30; ++feature) {
        CHECK(couplings.set(y.channels, feature) == couplings.set(x.channels, feature % 3));
    }
}
