#include "nn/operation/global_average_pool.hpp"

#include <doctest/doctest.h>

#include <array>

#include "nn/gradient_check.hpp"
#include "nn/network.hpp"

namespace {

using namespace nn;

TEST_CASE("global average pooling takes the mean of each channel") {
    network net({2, 1, 2});
    net.global_average_pool(net.input());
    const tensor batch({1, 2, 1, 2}, std::array{1.F, 2.F, 3.F, 6.F});
    CHECK(net.forward(batch, mode::training) == tensor({1, 2, 1, 1}, std::array{1.5F, 4.5F}));
}

TEST_CASE("global average pooling's gradient agrees with finite differences") {
    network net({3, 5, 4});
    net.global_average_pool(net.input());
    const tensor batch = test::random_tensor({2, 3, 5, 4}, 1);
    CHECK(test::gradient_error(net, batch, mode::training, 0.25F) < 1e-4);
}

} // namespace
