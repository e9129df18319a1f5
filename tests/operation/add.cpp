#include "coppice/operation/add.hpp"

#include <doctest/doctest.h>

using coppice::operation::add;

TEST_CASE("a sum couples channel i of each input") {
    coppice::model::description<float> model;
    const auto a = model.input(3, {2, 2});
    const auto b = model.input(3, {2, 2});
    const auto c = model.input(3, {2, 2});
    static_cast<void>(model.add("sum", add{}, {a, b, c}));
    CHECK(model.couplings().set(a.channels, 1) == model.couplings().set(c.channels, 1));
    CHECK(model.couplings().set(b.channels, 2) == model.couplings().set(c.channels, 2));
    CHECK(model.couplings().set(b.channels, 2) != model.couplings().set(c.channels, 1));
}

TEST_CASE("what cannot be added is refused") {
    coppice::model::description<float> model;
    const auto a = model.input(3, {2, 2});
    const auto sum = [&](std::initializer_list<coppice::model::value> inputs) {
        static_cast<void>(model.add("sum", add{}, inputs));
    };
    CHECK_THROWS_WITH_AS(
        sum({a}), "sum: number of inputs is 1; it must be at least 2", coppice::error);
    CHECK_THROWS_WITH_AS(
        sum({a, model.input(4, {2, 2})}), "sum: number of channels is 4; it must be 3",
        coppice::error);
    CHECK_THROWS_WITH_AS(
        sum({a, model.input(3, {2, 1})}), "sum: shape of an input is 2 x 1; it must be 2 x 2",
        coppice::error);
}

TEST_CASE("what is added to every channel stays, and nothing else of the sum can be removed") {
    coppice::model::description<float> model;
    const auto x = model.input(3, {2, 2});
    const auto bias = model.input(1, {2, 2});
    const auto y = model.add("sum", add{}, {x, bias});
    CHECK(model.couplings().fixed(bias.channels) == "sum takes it at every channel");
    CHECK(y.leak == "sum takes it at every channel");
    const auto flat = model.input(3);
    CHECK(model.add("shift", add{}, {flat, x}).spatial == coppice::shape{2, 2});
}
