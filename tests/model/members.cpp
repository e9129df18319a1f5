#include "coppice/model/members.hpp"

#include "archetype/storage.hpp"
#include "coppice/model/description.hpp"
#include "coppice/operation/add.hpp"
#include "coppice/operation/concat.hpp"
#include "coppice/operation/dense.hpp"
#include "coppice/operation/slice.hpp"

#include <doctest/doctest.h>

#include <vector>

using coppice::model::find_members;
using coppice::model::leaders;
namespace op = coppice::operation;
using list = std::vector<coppice::index>;

TEST_CASE("the filters of layers that are added up lie set by set") {
    archetype::storage memory;
    coppice::model::description<float> model;
    const auto x = model.input(2);
    const auto a = model.add("a", op::dense<float>{.weight = memory.make({3, 2})}, {x});
    const auto b = model.add("b", op::dense<float>{.weight = memory.make({3, 2})}, {x});
    const auto sum = model.add("sum", op::add{}, {a, b});
    model.output(model.add("c", op::dense<float>{.weight = memory.make({2, 3})}, {sum}));
    const leaders found(model, true);
    CHECK(found.layers(0) == std::vector<int>{0, 1});
    const auto members = find_members(model, found, 0);
    CHECK(members.filters == 6);
    CHECK(members.of_layer == list{3, 3});
    CHECK(members.order.front() == list{0, 3, 1, 4, 2, 5});
    REQUIRE(members.runs.size() == 1);
    CHECK(members.runs[0].sets == 3);
    CHECK(members.runs[0].each == 2);
    CHECK(!members.plain());
}

TEST_CASE("a layer of which a part is read is two groups, and each keeps a channel") {
    archetype::storage memory;
    coppice::model::description<float> model;
    const auto x = model.input(2);
    const auto a = model.add("a", op::dense<float>{.weight = memory.make({5, 2})}, {x});
    const auto part = model.add("part", op::slice{.first = 3, .channels = 2}, {a});
    const auto all = model.add("all", op::concat{}, {a, part});
    model.output(model.add("c", op::dense<float>{.weight = memory.make({2, 7})}, {all}));
    const leaders together(model, true);
    CHECK(together.refusal(0).empty());
    CHECK(together.of(model, a.channels, 0).group != together.of(model, a.channels, 4).group);
    CHECK(together.size(together.of(model, part.channels, 0).group) == 2);
    CHECK(
        find_members(model, together, together.of(model, a.channels, 3).group).order.front() ==
        list{3, 4});
    const leaders alone(model);
    CHECK(alone.refusal(0) == "only some of its channels are read by all that read it");
}

TEST_CASE("what is fixed for one of a group is fixed for all, and for part of a layer, in part") {
    archetype::storage memory;
    coppice::model::description<float> model;
    const auto x = model.input(2);
    const auto a = model.add("a", op::dense<float>{.weight = memory.make({4, 2})}, {x});
    const auto part = model.add("part", op::slice{.first = 2, .channels = 2}, {a});
    model.keep_width(part, "the host said so");
    model.output(model.add("c", op::dense<float>{.weight = memory.make({2, 4})}, {a}));
    const leaders found(model, true);
    CHECK(found.refusal(0) == "some of its filters: the host said so");
    CHECK(found.of(model, a.channels, 0).layer == 0);
    CHECK(found.of(model, a.channels, 2).layer == -1);
}
