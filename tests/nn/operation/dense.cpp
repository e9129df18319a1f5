#include "nn/operation/dense.hpp"

#include <doctest/doctest.h>

#include <array>

#include "nn/gradient_check.hpp"
#include "nn/network.hpp"

namespace {

using namespace nn;

TEST_CASE("a dense layer multiplies by its weight and adds its bias") {
    network net({2, 1, 1});
    const node_id id = net.dense("fc", net.input(), {.out = 3});
    net.get(id, parameter_role::weight).value =
        tensor({3, 2}, std::array{1.F, 2.F, 3.F, 4.F, 5.F, 6.F});
    net.get(id, parameter_role::bias).value = tensor({3}, std::array{.5F, 0.F, -1.F});
    const tensor batch({2, 2, 1, 1}, std::array{1.F, 1.F, 2.F, -1.F});
    CHECK(
        net.forward(batch, mode::training) ==
        tensor({2, 3, 1, 1}, std::array{3.5F, 7.F, 10.F, .5F, 2.F, 3.F}));
    CHECK(net.macs(id) == 6);
}

TEST_CASE("a dense layer's gradients agree with finite differences, beyond one strip too") {
    network net({37, 1, 1}, 3);
    net.dense("fc", net.input(), {.out = 41});
    const tensor batch = test::random_tensor({5, 37, 1, 1}, 1);
    CHECK(test::gradient_error(net, batch, mode::training, 0.25F) < 1e-4);
}

TEST_CASE("a dense layer wants a flat input") {
    network net({3, 2, 2});
    CHECK_THROWS_WITH_AS(
        net.dense("fc", net.input(), {.out = 3}), "fc: input is 3x2x2, expected a flat one",
        std::invalid_argument);
}

} // namespace
