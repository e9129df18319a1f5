#include "nn/operation/average_pool.hpp"

#include <doctest/doctest.h>

#include <array>
#include <vector>

#include "nn/gradient_check.hpp"
#include "nn/network.hpp"

namespace {

using namespace nn;

TEST_CASE("average pooling takes the mean of each window, the padding as zeros") {
    network net({1, 2, 2});
    net.average_pool(net.input(), {.kernel = 2, .stride = 2, .padding = 1});
    const tensor batch({1, 1, 2, 2}, std::array{1.F, 2.F, 3.F, 4.F});
    CHECK(
        net.forward(batch, mode::training) ==
        tensor({1, 1, 2, 2}, std::array{.25F, .5F, .75F, 1.F}));
}

TEST_CASE("average pooling's gradient agrees with finite differences") {
    const std::vector<pool_options> windows{
        {.kernel = 2, .stride = 2},
        {.kernel = 3, .stride = 2, .padding = 1},
        {.kernel = 2, .stride = 3}};
    for (const pool_options& window : windows) {
        network net({2, 7, 6});
        net.average_pool(net.input(), window);
        const tensor batch = test::random_tensor({3, 2, 7, 6}, 1);
        CHECK(test::gradient_error(net, batch, mode::training, 0.25F) < 1e-4);
    }
}

} // namespace
