#include "coppice/operation/concat.hpp"

#include "coppice/operation/activation.hpp"

#include <doctest/doctest.h>

#include <vector>

using coppice::operation::concat;

TEST_CASE("channels keep their places, one value after the other") {
    coppice::model::description<float> model;
    const auto a = model.input(2, {2, 2});
    const auto b = model.input(3, {2, 2});
    const auto y = model.add("concat", concat{}, {a, b, a});
    const coppice::model::coupling& couplings = model.couplings();
    REQUIRE(couplings.extent(y.channels) == 7);
    CHECK(couplings.set(y.channels, 1) == couplings.set(a.channels, 1));
    CHECK(couplings.set(y.channels, 2) == couplings.set(b.channels, 0));
    CHECK(couplings.set(y.channels, 4) == couplings.set(b.channels, 2));
    CHECK(couplings.set(y.channels, 6) == couplings.set(a.channels, 1));
}

TEST_CASE("of what leaks, only the value that does is fixed") {
    coppice::model::description<float> model;
    const auto a = model.input(2);
    const auto b = model.input(2);
    const auto leaking =
        model.add("sigmoid", coppice::operation::activation{.keeps_zero = false}, {a});
    const auto y = model.add("concat", concat{}, {b, leaking});
    CHECK(y.leak.empty());
    CHECK(model.couplings().fixed(a.channels) == leaking.leak);
    CHECK(model.couplings().fixed(b.channels) == "it is the network's input");
    CHECK(model.couplings().fixed(y.channels).empty());
}

TEST_CASE("values of other extents, or none, are refused") {
    coppice::model::description<float> model;
    const auto a = model.input(2, {2, 2});
    CHECK_THROWS_WITH_AS(
        static_cast<void>(model.add("concat", concat{}, {a, model.input(2, {2, 3})})),
        "concat: shape of an input is 2 x 3; it must be 2 x 2", coppice::error);
    CHECK_THROWS_AS(
        static_cast<void>(model.add("concat", concat{}, std::vector<coppice::model::value>{})),
        coppice::error);
}
