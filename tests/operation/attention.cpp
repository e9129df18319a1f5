#include "coppice/operation/attention.hpp"

#include <doctest/doctest.h>

using coppice::operation::attention;

TEST_CASE("the features of a head go together, queries, keys, values and what it makes") {
    coppice::model::description<float> model;
    const auto q = model.input(8, {5});
    const auto k = model.input(8, {7});
    const auto v = model.input(12, {7});
    const auto y = model.add("attention", attention{.heads = 4}, {q, k, v});
    const coppice::model::coupling& couplings = model.couplings();
    CHECK(y.spatial == coppice::shape{5});
    REQUIRE(couplings.extent(y.channels) == 12);
    for (coppice::index i = 0; i < 12; ++i) {
        for (coppice::index j = 0; j < 8; ++j) {
            const bool same = i / 3 == j / 2;
            CHECK((couplings.set(y.channels, i) == couplings.set(q.channels, j)) == same);
            CHECK((couplings.set(v.channels, i) == couplings.set(k.channels, j)) == same);
        }
    }
    CHECK(couplings.tied(q.channels) == "the attention attention needs its heads whole");
}

TEST_CASE("heads of keys and values that several queries read go with all of those") {
    coppice::model::description<float> model;
    const auto q = model.input(8, {5});
    const auto k = model.input(4, {5});
    const auto v = model.input(2, {5});
    const auto y = model.add("attention", attention{.heads = 4, .key_heads = 2}, {q, k, v});
    const coppice::model::coupling& couplings = model.couplings();
    REQUIRE(couplings.extent(y.channels) == 4);
    CHECK(couplings.set(q.channels, 0) == couplings.set(q.channels, 3));
    CHECK(couplings.set(q.channels, 0) != couplings.set(q.channels, 4));
    CHECK(couplings.set(y.channels, 1) == couplings.set(v.channels, 0));
    CHECK(couplings.set(y.channels, 2) == couplings.set(k.channels, 2));
}

TEST_CASE("features that do not make whole heads are refused") {
    coppice::model::description<float> model;
    const auto x = model.input(8, {5});
    CHECK_THROWS_WITH_AS(
        static_cast<void>(model.add("attention", attention{.heads = 3}, {x, x, x})),
        "attention: number of query features is 8; it must be 6", coppice::error);
    CHECK_THROWS_WITH_AS(
        static_cast<void>(model.add("attention", attention{.heads = 4, .key_heads = 3}, {x, x, x})),
        "attention: key_heads is 3; it must be a divisor of 4, the heads", coppice::error);
}
