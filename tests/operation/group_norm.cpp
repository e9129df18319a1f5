#include "coppice/operation/group_norm.hpp"

#include "archetype/storage.hpp"
#include "coppice/operation/activation.hpp"

#include <doctest/doctest.h>

using coppice::operation::group_norm;

TEST_CASE("the channels of a group go together") {
    archetype::storage memory;
    coppice::model::description<float> model;
    const auto x = model.input(6, {2, 2});
    const auto y = model.add("gn", group_norm<float>{memory.make({6}), memory.make({6}), 3}, {x});
    CHECK(y.channels == x.channels);
    const coppice::model::coupling& couplings = model.couplings();
    for (coppice::index i = 0; i < 6; ++i) {
        for (coppice::index j = 0; j < 6; ++j) {
            CHECK(
                (couplings.set(x.channels, i) == couplings.set(x.channels, j)) == (i / 2 == j / 2));
        }
    }
    CHECK(
        couplings.tied(x.channels) ==
        "the group norm gn takes statistics over 2 channels together");
}

TEST_CASE("a single group cannot lose a channel, and groups have to be equally large") {
    coppice::model::description<float> model;
    const auto x = model.input(6);
    static_cast<void>(model.add("gn", group_norm<float>{}, {x}));
    CHECK(model.couplings().fixed(x.channels) == "the group norm gn takes statistics over it");
    CHECK_THROWS_WITH_AS(
        static_cast<void>(model.add("bad", group_norm<float>{.groups = 4}, {x})),
        "bad: groups is 4; it must be a divisor of 6, the number of channels", coppice::error);
}

TEST_CASE("a scale silences, its absence does not") {
    archetype::storage memory;
    coppice::model::description<float> model;
    const auto leaking =
        model.add("sigmoid", coppice::operation::activation{.keeps_zero = false}, {model.input(6)});
    const group_norm<float> scaled{memory.make({6}), memory.make({6}), 3};
    CHECK(model.add("gn", scaled, {leaking}).leak.empty());
    CHECK(model.add("bare", group_norm<float>{.groups = 3}, {leaking}).leak == leaking.leak);
}
