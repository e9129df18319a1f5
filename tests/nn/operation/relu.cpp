#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "nn/gradient_check.hpp"
#include "nn/network.hpp"

namespace {

using namespace nn;

TEST_CASE("relu cuts at zero") {
    network net({4, 1, 1});
    net.relu(net.input());
    const tensor batch({1, 4, 1, 1}, std::array{-1.F, 0.F, 2.F, 7.F});
    CHECK(
        net.forward(batch, mode::training) == tensor({1, 4, 1, 1}, std::array{0.F, 0.F, 2.F, 7.F}));
}

TEST_CASE("relu's gradient agrees with finite differences") {
    network net({3, 4, 5});
    net.relu(net.input());
    const tensor batch = test::spread_tensor({2, 3, 4, 5}, 1, 0.125F);
    CHECK(test::gradient_error(net, batch, mode::training, 0.0625F) < 1e-4);
}

TEST_CASE("relu6 cuts at zero and at six") {
    network net({5, 1, 1});
    net.relu6(net.input());
    const tensor batch({1, 5, 1, 1}, std::array{-1.F, 0.F, 2.F, 6.F, 7.F});
    CHECK(
        net.forward(batch, mode::training) ==
        tensor({1, 5, 1, 1}, std::array{0.F, 0.F, 2.F, 6.F, 6.F}));
}

TEST_CASE("relu6's gradient agrees with finite differences and vanishes where it saturates") {
    network net({3, 4, 5});
    net.relu6(net.input());
    // Odd multiples of 1/8 up to +-15: 6 lies between two of them.
    const tensor batch = test::spread_tensor({2, 3, 4, 5}, 1, 0.125F);
    CHECK(*std::max_element(batch.values().begin(), batch.values().end()) > 10.0F);
    CHECK(test::gradient_error(net, batch, mode::training, 0.0625F) < 1e-4);
}

} // namespace
