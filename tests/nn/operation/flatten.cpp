#include "nn/operation/flatten.hpp"

#include <doctest/doctest.h>

#include "nn/gradient_check.hpp"
#include "nn/network.hpp"

namespace {

using namespace nn;

TEST_CASE("flatten keeps the order: all pixels of channel 0, then those of channel 1") {
    network net({2, 3, 2});
    const node_id id = net.flatten(net.input());
    CHECK(net[id].output == image_shape{12, 1, 1});
    const tensor batch = test::random_tensor({2, 2, 3, 2}, 1);
    CHECK(net.forward(batch, mode::training) == tensor({2, 12, 1, 1}, batch.values()));
}

TEST_CASE("flatten's gradient agrees with finite differences") {
    network net({2, 3, 2});
    net.flatten(net.input());
    const tensor batch = test::random_tensor({2, 2, 3, 2}, 1);
    CHECK(test::gradient_error(net, batch, mode::training, 0.25F) < 1e-4);
}

} // namespace
