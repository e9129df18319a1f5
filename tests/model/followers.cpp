#include "coppice/model/followers.hpp"

#include "archetype/resnet.hpp"
#include "archetype/reversal.hpp"
#include "coppice/operation/flatten.hpp"

#include <doctest/doctest.h>

using coppice::model::description;
using coppice::model::find_zeroed;
using coppice::model::leaders;
using coppice::model::value;
namespace op = coppice::operation;

namespace {

op::batch_norm<float> normalisation(archetype::storage& memory, coppice::index channels) {
    return {
        .scale = memory.make({channels}),
        .shift = memory.make({channels}),
        .running_mean = memory.make({channels}),
        .running_variance = memory.make({channels})};
}

} // namespace

TEST_CASE("scale and shift follow a convolution, running statistics and readers do not") {
    const archetype::resnet net(1);
    leaders found(net.model);
    const auto followers =
        find_zeroed(net.model, found)
            .in_order[static_cast<std::size_t>(net.model.find("stage1.block1.conv1"))];
    REQUIRE(followers.size() == 2);
    CHECK(followers[0].values.groups() == 16);
    CHECK(followers[0].values.members() == 1);
}

TEST_CASE("features follow in runs, one run a filter") {
    archetype::storage memory;
    description<float> model;
    value x = model.input(1, {2, 2});
    x = model.add(
        "conv",
        op::convolution<float>{.weight = memory.make({3, 1, 1, 1}), .bias = memory.make({3})}, {x});
    x = model.add("flat", op::flatten{}, {x});
    x = model.add("bn", normalisation(memory, 12), {x});
    x = model.add("fc", op::dense<float>{.weight = memory.make({2, 12})}, {x});
    model.output(x);
    leaders found(model);
    const auto followers = find_zeroed(model, found).in_order[0];
    REQUIRE(followers.size() == 3); // bias, scale, shift
    CHECK(followers[0].values.members() == 1);
    CHECK(followers[1].values.groups() == 3);
    CHECK(followers[1].values.members() == 4);
    CHECK(followers[1].values.group(2) == followers[1].values.data + 8);
}

TEST_CASE("channels that arrive in another order cannot be masked, and the reason names where") {
    archetype::storage memory;
    description<float> model;
    value x = model.input(2);
    x = model.add("first", op::dense<float>{.weight = memory.make({4, 2})}, {x});
    x = model.add("reverse", archetype::reversal{}, {x});
    x = model.add("bn", normalisation(memory, 4), {x});
    x = model.add("second", op::dense<float>{.weight = memory.make({2, 4})}, {x});
    model.output(x);
    leaders found(model);
    CHECK(found.refusal(0).empty());
    CHECK(find_zeroed(model, found).in_order[0].empty());
    CHECK(found.refusal(0) == "its channels do not reach bn.scale in order");
    CHECK(found.of(model, model.layers()[0].output, 0).layer == -1);
}
