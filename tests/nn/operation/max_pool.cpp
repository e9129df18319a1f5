#include "nn/operation/max_pool.hpp"

#include <doctest/doctest.h>

#include <array>
#include <vector>

#include "nn/device/device.hpp"
#include "nn/gradient_check.hpp"
#include "nn/network.hpp"

namespace {

using namespace nn;

TEST_CASE("max pooling takes the largest pixel of each window") {
    network net({1, 2, 4});
    net.max_pool(net.input(), {.kernel = 2, .stride = 2});
    const tensor batch({1, 1, 2, 4}, std::array{1.F, 5.F, -1.F, -2.F, 3.F, 4.F, -4.F, -3.F});
    CHECK(net.forward(batch, mode::training) == tensor({1, 1, 1, 2}, std::array{5.F, -1.F}));
}

TEST_CASE("max pooling does not take the padding for pixels") {
    network net({1, 1, 1});
    net.max_pool(net.input(), {.kernel = 3, .stride = 1, .padding = 1});
    CHECK(
        net.forward(tensor({1, 1, 1, 1}, std::array{-2.F}), mode::training) ==
        tensor({1, 1, 1, 1}, std::array{-2.F}));
}

TEST_CASE("max pooling's gradient agrees with finite differences, windows overlapping or not") {
    const std::vector<pool_options> windows{
        {.kernel = 2, .stride = 2},
        {.kernel = 3, .stride = 2, .padding = 1},
        {.kernel = 3, .stride = 1, .padding = 1},
        {.kernel = 2, .stride = 3}};
    for (const pool_options& window : windows) {
        network net({2, 7, 6});
        net.max_pool(net.input(), window);
        const tensor batch = test::spread_tensor({3, 2, 7, 6}, 1, 0.125F);
        CHECK(test::gradient_error(net, batch, mode::training, 0.0625F) < 1e-4);
    }
}

TEST_CASE("max pooling gives the gradient to the first of equal pixels") {
    network net({1, 2, 2});
    const node_id first = net.convolution("probe", net.input(), {.out = 1});
    net.get(first, parameter_role::weight).value.fill(0.0F);
    net.max_pool(first, {.kernel = 2, .stride = 2});
    net.forward(tensor({1, 1, 2, 2}, std::array{3.F, 5.F, 7.F, 9.F}), mode::training);
    net.backward(tensor({1, 1, 1, 1}, std::array{1.F}));
    current_device().wait();
    CHECK(net.get(first, parameter_role::weight).gradient[0] == 3.0F);
}

TEST_CASE("max pooling refuses a window that may miss the image") {
    network net({1, 4, 4});
    CHECK_THROWS_WITH_AS(
        net.max_pool(net.input(), {.kernel = 2, .stride = 2, .padding = 2}),
        "max_pool_1: padding is 2, expected at most half the kernel of 2", std::invalid_argument);
}

} // namespace
