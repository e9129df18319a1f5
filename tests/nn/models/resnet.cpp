#include "nn/models/resnet.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

#include "nn/gradient_check.hpp"

namespace {

using namespace nn;

TEST_CASE("residual networks have as many parameters as published") {
    CHECK(resnet(20, {3, 32, 32}, 10, 1).net.parameter_count() == 272'474);
    CHECK(resnet(56, {3, 32, 32}, 10, 1).net.parameter_count() == 855'770);
    CHECK(resnet(110, {3, 32, 32}, 10, 1).net.parameter_count() == 1'730'714);
}

TEST_CASE("a residual network lists its blocks' convolutions") {
    const model made = resnet(20, {3, 32, 32}, 10, 1);
    REQUIRE(made.blocks.size() == 9);
    CHECK(made.blocks[3].name == "stage2.block1");
    REQUIRE(made.blocks[3].layers.size() == 2);
    CHECK(made.net[made.blocks[3].layers[0]].name == "stage2.block1.conv1");
    CHECK(made.net[made.blocks[3].layers[1]].name == "stage2.block1.conv2");
    std::size_t weights = 0;
    for (const block& one : made.blocks) {
        for (const node_id layer : one.layers) {
            weights += made.net.get(layer, parameter_role::weight).value.size();
        }
    }
    CHECK(weights == 267'264);
}

TEST_CASE("a residual network halves the image twice, odd extents rounded up") {
    const model made = resnet(8, {1, 28, 27}, 7, 1);
    const network& net = made.net;
    CHECK(net[net.find("stem")].output == image_shape{16, 28, 27});
    CHECK(net[net.find("stage1.block1.bn2")].output == image_shape{16, 28, 27});
    CHECK(net[net.find("stage2.block1.shortcut")].output == image_shape{32, 14, 14});
    CHECK(net[net.find("stage3.block1.conv2")].output == image_shape{64, 7, 7});
    CHECK(net[net.find("fc")].output == image_shape{7, 1, 1});
    CHECK_THROWS_AS(static_cast<void>(net.find("stage1.block1.shortcut")), std::invalid_argument);
}

TEST_CASE("a residual network runs forwards and backwards") {
    model made = resnet(8, {3, 8, 8}, 10, 1);
    const tensor& logits = made.net.forward(test::random_tensor({4, 3, 8, 8}, 1), mode::training);
    made.net.backward(test::random_tensor(logits.shape(), 2));
    const std::size_t stem = made.net.macs(made.net.find("stem"));
    CHECK(made.net.last_backward().weight_gradient == 4 * made.net.macs());
    CHECK(made.net.last_backward().input_gradient == 4 * (made.net.macs() - stem));
}

TEST_CASE("a depth that is not 6 n + 2 is refused") {
    CHECK_THROWS_WITH_AS(
        static_cast<void>(resnet(18, {3, 32, 32}, 10, 1)),
        "resnet: depth is 18, expected 6 n + 2 with n at least 1", std::invalid_argument);
    CHECK_THROWS_AS(static_cast<void>(resnet(2, {3, 32, 32}, 10, 1)), std::invalid_argument);
}

} // namespace
