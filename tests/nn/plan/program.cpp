#include "nn/plan/program.hpp"

#include <doctest/doctest.h>

#include <cstddef>

#include "nn/models/resnet.hpp"
#include "nn/network.hpp"

namespace {

using namespace nn;

node_id convolution(network& net, const char* name, node_id from, std::size_t out = 4) {
    return net.convolution(name, from, {.out = out, .kernel = 3, .padding = 1});
}

TEST_CASE("batch norm and relu happen on the way into the next operation") {
    network net({3, 8, 8});
    const node_id first = convolution(net, "first", net.input());
    const node_id norm = net.batch_norm("norm", first);
    const node_id open = net.relu(norm);
    const node_id second = convolution(net, "second", open);
    const program lowered = lower(net.nodes());
    // The input and what each convolution gives.
    CHECK(lowered.values.size() == 3);
    REQUIRE(lowered.steps.size() == 2);
    const step& last = lowered.steps[1];
    CHECK(last.computes == second);
    CHECK(last.from.first.value == 1);
    CHECK(last.from.first.norm.has_value());
    CHECK(last.from.bounds.low == 0.0F);
    CHECK(lowered.values[1].norm.has_value());
    CHECK(lowered.readings[norm.index].first.norm.has_value());
    CHECK_FALSE(lowered.readings[norm.index].bounded());
    CHECK(lowered.readings[first.index].plain());
    CHECK(lowered.readings[open.index].bounded());
}

TEST_CASE("a residual block stores its convolutions and its sum") {
    const model made = resnet(8, {3, 8, 8}, 10, 1);
    const program lowered = lower(made.net.nodes());
    std::size_t sums = 0;
    for (const step& one : lowered.steps) {
        if (one.from.second) {
            ++sums;
            CHECK(one.from.bounded());
            CHECK(passes_gradient_on(lowered, one));
            CHECK(
                lowered.values[one.to].gradient_slot ==
                lowered.values[one.from.first.value].gradient_slot);
        }
    }
    CHECK(sums == 3);
    // The input; the stem, as it is and as the first block reads it twice; two convolutions and a
    // sum a block, and two shortcuts; pool and classifier.
    CHECK(lowered.values.size() == 1 + 2 + 3 * 3 + 2 + 2);
    CHECK(lowered.norms.size() == 9);
}

TEST_CASE("what several nodes read is computed once") {
    network net({3, 8, 8});
    const node_id trunk = net.relu(convolution(net, "trunk", net.input()));
    convolution(net, "left", trunk);
    convolution(net, "right", trunk);
    const program lowered = lower(net.nodes());
    REQUIRE(lowered.steps.size() == 4);
    CHECK_FALSE(lowered.steps[1].computes.has_value());
    const std::size_t kept = lowered.steps[1].to;
    CHECK(lowered.steps[2].from.first.value == kept);
    CHECK(lowered.steps[3].from.first.value == kept);
    CHECK(lowered.values[kept].readers == 2);
}

TEST_CASE("a batch norm shares the value that it reads with nobody") {
    network net({3, 8, 8});
    const node_id trunk = convolution(net, "trunk", net.input());
    net.add(net.batch_norm("norm", trunk), trunk);
    const program lowered = lower(net.nodes());
    for (const stored_value& one : lowered.values) {
        CHECK((!one.norm || one.readers == 1));
    }
    CHECK(lowered.norms.size() == 1);
}

TEST_CASE("gradients share memory once they are done with") {
    network net({3, 8, 8});
    node_id x = net.input();
    for (const char* name : {"a", "b", "c", "d", "e", "f"}) {
        x = convolution(net, name, x);
    }
    CHECK(lower(net.nodes()).gradient_slots == 2);
}

TEST_CASE("the output of a network is stored as it is") {
    network net({3, 8, 8});
    net.relu(net.batch_norm("norm", net.input()));
    const program lowered = lower(net.nodes());
    CHECK(lowered.readings.back().plain());
    CHECK(lowered.steps.size() == 1);
}

} // namespace
