#include "coppice/model/description.hpp"

#include "archetype/resnet.hpp"
#include "archetype/reversal.hpp"
#include "coppice/operation/batch_norm.hpp"
#include "coppice/operation/dense.hpp"
#include "core/refusal.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

using coppice::model::description;
using coppice::model::operation;
using coppice::model::value;

/// Makes as many channels as it is told, and says of them what it is told.
struct talker {
    coppice::index channels = 1;
    std::string fixes = "it is fixed";
    std::string ties = "it is tied";

    template <coppice::element T>
    value connect(coppice::model::site<T>& at, std::span<const value> /*inputs*/) const {
        const value made{at.produce(channels)};
        at.fix(made.channels, fixes);
        at.tie(made.channels, ties);
        return made;
    }
};

struct returns_nothing {
    template <coppice::element T>
    void connect(coppice::model::site<T>&, std::span<const value>) const {}
};

static_assert(operation<archetype::reversal, float> && operation<archetype::reversal, double>);
static_assert(!operation<returns_nothing, float>);
static_assert(!operation<archetype::reversal, int>);

} // namespace

TEST_CASE("a description keeps parameters with the meaning of their axes") {
    archetype::storage memory;
    description<float> model;
    const value x = model.input(4);
    const value y = model.add(
        "fc",
        coppice::operation::dense<float>{.weight = memory.make({3, 4}), .bias = memory.make({3})},
        {x});
    REQUIRE(model.parameters().size() == 2);
    CHECK(model.parameters()[0].name == "fc.weight");
    CHECK(model.parameters()[0].layer == 0);
    CHECK(model.parameters()[0].axes[0].of == y.channels);
    CHECK(model.parameters()[0].axes[1].of == x.channels);
    CHECK(model.parameters()[1].name == "fc.bias");
    CHECK(model.parameters()[1].layer == -1);
    CHECK(model.weight(0).values.size() == 12);
    CHECK(model.couplings().fixed(x.channels) == "it is the network's input");
}

TEST_CASE("an operation of one's own couples what it likes") {
    description<float> model;
    const value x = model.input(4);
    const value y = model.add("reverse", archetype::reversal{}, {x});
    CHECK(model.couplings().set(y.channels, 0) == model.couplings().set(x.channels, 3));
    CHECK(model.couplings().set(y.channels, 0) != model.couplings().set(x.channels, 0));
}

TEST_CASE("what does not fit is refused with the parameter, its extent and the expected one") {
    archetype::storage memory;
    description<float> model;
    const value x = model.input(4);
    const auto add = [&](const coppice::operation::dense<float>& layer) {
        static_cast<void>(model.add("fc", layer, {x}));
    };
    CHECK_THROWS_WITH_AS(
        add({.weight = memory.make({3, 5})}),
        "fc.weight: extent of axis 1 is 5; it must be 4 as what it is connected to",
        coppice::error);
    CHECK_THROWS_WITH_AS(
        add({.weight = memory.make({3, 4}), .bias = memory.make({2})}),
        "fc.bias: extent of axis 0 is 2; it must be 3 as what it is connected to", coppice::error);
}

TEST_CASE("two layers cannot have one name") {
    archetype::storage memory;
    description<float> model;
    const value x = model.input(4);
    const auto add = [&](const value& from) {
        return model.add(
            "fc", coppice::operation::dense<float>{.weight = memory.make({4, 4})}, {from});
    };
    const value y = add(x);
    CHECK_THROWS_WITH_AS(
        static_cast<void>(add(y)),
        "model: layer is \"fc\"; it must be a name that no other layer has", coppice::error);
}

TEST_CASE("a described ResNet-20 has the parameters of the paper") {
    const archetype::resnet net(3);
    coppice::index parameters = 0;
    for (const auto& parameter : net.model.parameters()) {
        parameters += parameter.trained ? parameter.values.size() : 0;
    }
    CHECK(parameters == 272'474);
}

TEST_CASE("after a refusal the operation can be added again, put right") {
    archetype::storage memory;
    description<float> model;
    const value x = model.input(4);
    CHECK_THROWS_AS(
        static_cast<void>(model.add(
            "fc",
            coppice::operation::dense<float>{
                .weight = memory.make({3, 4}), .bias = memory.make({2})},
            {x})),
        coppice::error);
    CHECK(model.layers().empty());
    CHECK(model.parameters().empty());
    CHECK_NOTHROW(static_cast<void>(
        model.add("fc", coppice::operation::dense<float>{.weight = memory.make({3, 4})}, {x})));
}

TEST_CASE("what a refused operation has coupled on its way is coupled no more") {
    archetype::storage memory;
    description<float> model;
    const value x = model.input(3, {8, 8});
    const value y = model.add(
        "first", coppice::operation::convolution<float>{.weight = memory.make({4, 3, 3, 3})}, {x});
    const coppice::index sets = model.couplings().sets();
    CHECK_THROWS_AS(
        static_cast<void>(model.add(
            "grouped",
            coppice::operation::convolution<float>{
                .weight = memory.make({6, 2, 3, 3}), .bias = memory.make({5}), .groups = 2},
            {y})),
        coppice::error);
    CHECK(model.couplings().sets() == sets);
    CHECK(model.couplings().dimensions() == 2);
    CHECK(model.couplings().tied(y.channels).empty());
    CHECK(model.couplings().set(y.channels, 0) != model.couplings().set(y.channels, 2));
    const value leaking{y.channels, y.spatial, "a sigmoid was here"};
    CHECK_THROWS_AS(
        static_cast<void>(model.add(
            "fc", coppice::operation::dense<float>{.weight = memory.make({3, 5})}, {leaking})),
        coppice::error);
    CHECK(model.couplings().fixed(y.channels).empty());
}

TEST_CASE("an input that no operation made, and memory that two parameters share, are refused") {
    archetype::storage memory;
    description<float> model;
    const value x = model.input(4);
    const coppice::operation::dense<float> layer{.weight = memory.make({4, 4})};
    CHECK_THROWS_WITH_AS(
        static_cast<void>(model.add("fc", layer, {value{}})),
        "fc: an input is not a value of this description; it must be what input() or add() "
        "returned",
        coppice::error);
    const value y = model.add("one", layer, {x});
    CHECK_THROWS_WITH_AS(
        static_cast<void>(model.add("two", layer, {y})),
        "two.weight: memory is that of one.weight; it must be its own: tied parameters cannot be "
        "pruned apart",
        coppice::error);
}

TEST_CASE("what cannot be removed has a reason, which an empty one does not replace") {
    description<float> model;
    const value x = model.input(4);
    const value y = model.add("reverse", archetype::reversal{}, {x});
    model.output(y);
    CHECK(refusal([&] {
              model.keep_width(y, "");
          }) == "keep_width: reason is empty; it must be a sentence for the report");
    CHECK(model.couplings().fixed(y.channels) == "it is the network's output");
    CHECK(refusal([&] {
              static_cast<void>(model.add("op", talker{.fixes = ""}, {x}));
          }) == "op: reason is empty; it must be a sentence for the report");
    CHECK(refusal([&] {
              static_cast<void>(model.add("op", talker{.ties = ""}, {x}));
          }) == "op: reason is empty; it must be a sentence for the report");
    const value made = model.add("op", talker{}, {x});
    CHECK(model.couplings().fixed(made.channels) == "it is fixed");
    CHECK(model.couplings().tied(made.channels) == "it is tied");
}

TEST_CASE("what is returned or kept must be a value of the description") {
    description<float> model;
    const value x = model.input(4);
    const value elsewhere{{1}};
    CHECK(
        refusal([&] { model.output({}); }) ==
        "output: a value is not a value of this description; it must be what input() or add() "
        "returned");
    CHECK(
        refusal([&] { model.output(elsewhere); }) ==
        "output: a value is not a value of this description; it must be what input() or add() "
        "returned");
    CHECK(!model.has_output());
    CHECK(
        refusal([&] { model.keep_width({}, "why not"); }) ==
        "keep_width: a value is not a value of this description; it must be what input() or "
        "add() returned");
    CHECK_NOTHROW(model.output(x));
}

TEST_CASE("extents below 1 are refused") {
    description<float> model;
    CHECK(refusal([&] {
              static_cast<void>(model.input(-3));
          }) == "input: number of channels is -3; it must be at least 1");
    CHECK(refusal([&] {
              static_cast<void>(model.input(0));
          }) == "input: number of channels is 0; it must be at least 1");
    CHECK(refusal([&] {
              static_cast<void>(model.input(3, {8, 0}));
          }) == "input: a spatial extent is 0; it must be at least 1");
    CHECK(model.nodes().empty());
    const value x = model.input(3, {8, 8});
    CHECK(refusal([&] {
              static_cast<void>(model.add("op", talker{.channels = 0}, {x}));
          }) == "op: number of channels made is 0; it must be at least 1");
}

TEST_CASE("parameters that overlap in memory are refused, those that interleave are not") {
    archetype::storage memory;
    float* const start = memory.make({8, 4}).data();
    using coppice::view;
    using dense = coppice::operation::dense<float>;
    description<float> model;
    const value x = model.input(4);
    const value one = model.add("one", dense{.weight = view<float>(start, {4, 4})}, {x});
    CHECK(
        refusal([&] {
            static_cast<void>(
                model.add("two", dense{.weight = view<float>(start + 12, {4, 4})}, {one}));
        }) == "two.weight: memory is that of one.weight; it must be its own: tied parameters "
              "cannot be pruned apart");
    CHECK_NOTHROW(static_cast<void>(
        model.add("two", dense{.weight = view<float>(start + 16, {4, 4})}, {one})));

    float* const rows = memory.make({4, 8}).data();
    const value left = model.add("left", dense{.weight = view<float>(rows, {4, 4}, {8, 1})}, {x});
    CHECK_NOTHROW(static_cast<void>(
        model.add("right", dense{.weight = view<float>(rows + 4, {4, 4}, {8, 1})}, {left})));
}

TEST_CASE("two parameters cannot have one name") {
    archetype::storage memory;
    description<float> model;
    const value x = model.input(4, {2, 2});
    const auto add = [&] {
        const coppice::operation::batch_norm<float> norm{
            memory.make({4}), memory.make({4}), memory.make({4}), memory.make({4})};
        return model.add("norm", norm, {x});
    };
    static_cast<void>(add());
    CHECK(
        refusal([&] { static_cast<void>(add()); }) ==
        "model: parameter is \"norm.scale\"; it must be a name that no other parameter has");
    CHECK(model.parameters().size() == 4);
}
