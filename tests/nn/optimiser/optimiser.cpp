#include "nn/optimiser/optimiser.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

#include "nn/gradient_check.hpp"
#include "nn/optimiser/nadam.hpp"
#include "nn/optimiser/sgd.hpp"

namespace {

using namespace nn;

struct two_layers {
    two_layers() : net({2, 4, 4}, 1) {
        conv = net.convolution("conv", net.input(), {.out = 3, .kernel = 3});
        bn = net.batch_norm("bn", conv);
    }

    void backward() {
        const tensor batch = test::random_tensor({4, 2, 4, 4}, 1);
        net.backward(test::random_tensor(net.forward(batch, mode::training).shape(), 2));
    }

    network net;
    node_id conv;
    node_id bn;
};

TEST_CASE("an optimiser leaves frozen nodes and running statistics alone") {
    two_layers made;
    made.net.freeze(made.conv, true);
    made.backward();
    const network_state before = made.net.state();
    sgd tested({.momentum = 0.9, .weight_decay = 0.1});
    tested.step(made.net, 0.1);
    const network_state after = made.net.state();
    CHECK(after[0] == before[0]);
    CHECK(after[1] != before[1]);
    CHECK(after[2] != before[2]);
    CHECK(after[3] == before[3]);
    CHECK(after[4] == before[4]);
    CHECK(tested.slots(0).empty());
    CHECK(tested.slots(1).size() == 1);
    CHECK(tested.slots(3).empty());
}

TEST_CASE("a parameter's slots stand at its index in the network's state") {
    two_layers made;
    made.backward();
    nadam tested;
    CHECK(tested.slots(0).empty());
    tested.step(made.net, 0.1);
    const std::size_t weight = made.net.parameter_index(made.conv, parameter_role::weight);
    const std::size_t shift = made.net.parameter_index(made.bn, parameter_role::shift);
    CHECK(weight == 0);
    CHECK(shift == 2);
    REQUIRE(tested.slots(weight).size() == 2);
    CHECK(tested.slots(weight)[1].shape() == shape{3, 2, 3, 3});
    CHECK(tested.slots(shift)[0].shape() == shape{3});
}

TEST_CASE("an optimiser continues from a saved state as if never stopped") {
    two_layers made;
    nadam tested({.weight_decay = 1e-2});
    made.backward();
    tested.step(made.net, 0.1);
    const network_state weights = made.net.state();
    const optimiser_state slots = tested.state();
    made.backward();
    tested.step(made.net, 0.1);
    const network_state straight = made.net.state();

    two_layers resumed;
    nadam restored({.weight_decay = 1e-2});
    resumed.net.load(weights);
    restored.load(slots);
    resumed.backward();
    restored.step(resumed.net, 0.1);
    CHECK(resumed.net.state() == straight);
    CHECK(restored.state() == tested.state());

    restored.reset();
    CHECK(restored.state().empty());
}

TEST_CASE("slots can be cut with their parameter; slots that were not are refused") {
    two_layers made;
    sgd tested({.momentum = 0.9});
    made.backward();
    tested.step(made.net, 0.1);
    made.net.get(made.conv, parameter_role::weight).value = tensor({2, 2, 3, 3});
    for (parameter& one : made.net.parameters(made.bn)) {
        one.value = tensor({2});
    }
    made.net.refresh();
    made.backward();
    CHECK_THROWS_WITH_AS(
        tested.step(made.net, 0.1),
        "conv: the optimiser's slot for weight is 3x2x3x3, expected 2x2x3x3",
        std::invalid_argument);
    tested.slots(0)[0] = tensor({2, 2, 3, 3});
    tested.slots(1)[0] = tensor({2});
    tested.slots(2)[0] = tensor({2});
    CHECK_NOTHROW(tested.step(made.net, 0.1));
}

} // namespace
