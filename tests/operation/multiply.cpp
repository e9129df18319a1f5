#include "coppice/operation/multiply.hpp"

#include "coppice/operation/activation.hpp"

#include <doctest/doctest.h>

using coppice::operation::multiply;

TEST_CASE("a product couples channel i of each factor, one number a channel included") {
    coppice::model::description<float> model;
    const auto a = model.input(3, {2, 2});
    const auto gate = model.input(3);
    const auto y = model.add("times", multiply{}, {gate, a});
    CHECK(y.spatial == coppice::shape{2, 2});
    for (coppice::index i = 0; i < 3; ++i) {
        CHECK(model.couplings().set(y.channels, i) == model.couplings().set(a.channels, i));
        CHECK(model.couplings().set(y.channels, i) == model.couplings().set(gate.channels, i));
    }
}

TEST_CASE("one factor that is zero silences the others, and none does not") {
    coppice::model::description<float> model;
    const coppice::operation::activation sigmoid{.keeps_zero = false};
    const auto x = model.input(3);
    const auto leaking = model.add("sigmoid", sigmoid, {x});
    CHECK(model.add("gated", multiply{}, {leaking, x}).leak.empty());
    CHECK(model.add("square", multiply{}, {leaking, leaking}).leak == leaking.leak);
}

TEST_CASE("a factor of a single channel stays, and silences nothing by itself") {
    coppice::model::description<float> model;
    const auto x = model.input(3, {2, 2});
    const auto map = model.input(1, {2, 2});
    const auto y = model.add("times", multiply{}, {map, x});
    CHECK(model.couplings().fixed(map.channels) == "times takes it at every channel");
    CHECK(model.couplings().extent(y.channels) == 3);
    CHECK(y.leak.empty());
    const auto leaking =
        model.add("sigmoid", coppice::operation::activation{.keeps_zero = false}, {x});
    CHECK(model.add("other", multiply{}, {leaking, map}).leak == leaking.leak);
}

TEST_CASE("a factor of a single channel does not hide that another one leaks, in either order") {
    coppice::model::description<float> model;
    const auto features = model.add(
        "sigmoid", coppice::operation::activation{.keeps_zero = false}, {model.input(3, {2, 2})});
    const auto gate = model.input(1, {2, 2});
    CHECK(model.add("before", multiply{}, {gate, features}).leak == features.leak);
    CHECK(model.add("after", multiply{}, {features, gate}).leak == features.leak);
}

TEST_CASE("factors that do not fit are refused") {
    coppice::model::description<float> model;
    const auto x = model.input(3, {2, 2});
    CHECK_THROWS_WITH_AS(
        static_cast<void>(model.add("times", multiply{}, {x, model.input(3, {4, 4})})),
        "times: shape of an input is 4 x 4; it must be 2 x 2", coppice::error);
    CHECK_THROWS_AS(static_cast<void>(model.add("times", multiply{}, {x})), coppice::error);
}
