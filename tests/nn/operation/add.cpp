#include <doctest/doctest.h>

#include "nn/gradient_check.hpp"
#include "nn/network.hpp"

namespace {

using namespace nn;

TEST_CASE("add's gradients agree with finite differences") {
    network net({2, 3, 4});
    net.add(net.relu(net.input()), net.input());
    const tensor batch = test::spread_tensor({2, 2, 3, 4}, 1, 0.125F);
    CHECK(test::gradient_error(net, batch, mode::training, 0.0625F) < 1e-4);
}

TEST_CASE("a node that is used twice receives both gradients") {
    network net({2, 3, 3}, 5);
    const node_id stem =
        net.convolution("stem", net.input(), {.out = 3, .kernel = 3, .padding = 1});
    const node_id left = net.convolution("left", stem, {.out = 3, .kernel = 3, .padding = 1});
    const node_id right = net.convolution("right", stem, {.out = 3});
    net.add(net.add(left, stem), net.add(net.add(right, right), stem));
    const tensor batch = test::random_tensor({2, 2, 3, 3}, 1);
    CHECK(test::gradient_error(net, batch, mode::training, 0.25F) < 1e-4);
}

TEST_CASE("add refuses inputs of different extents") {
    network net({2, 4, 4});
    const node_id narrow = net.max_pool(net.input(), {});
    CHECK_THROWS_WITH_AS(
        net.add(net.input(), narrow),
        "add_2: its second input is 2x2x2, expected 2x4x4 like its first", std::invalid_argument);
}

} // namespace
