#include "nn/models/deep_resnet.hpp"

#include <doctest/doctest.h>

#include "nn/gradient_check.hpp"

namespace {

using namespace nn;

TEST_CASE("deep residual networks have as many parameters as published") {
    CHECK(resnet18({3, 224, 224}, 1000, 1).net.parameter_count() == 11'689'512);
    CHECK(resnet50({3, 224, 224}, 1000, 1).net.parameter_count() == 25'557'032);
    CHECK(resnet18({3, 32, 32}, 10, 1).net.parameter_count() == 11'173'962);
}

TEST_CASE("deep residual networks have as many operations as published") {
    CHECK(resnet18({3, 224, 224}, 1000, 1).net.macs() == 1'814'073'344);
    CHECK(resnet50({3, 224, 224}, 1000, 1).net.macs() == 4'089'184'256);
}

TEST_CASE("small images keep their extents through the stem") {
    const model made = resnet50({3, 32, 32}, 10, 1);
    const network& net = made.net;
    CHECK(net[net.find("stem")].output == image_shape{64, 32, 32});
    CHECK(net[net.find("stage1.block1.shortcut")].output == image_shape{256, 32, 32});
    CHECK(net[net.find("stage2.block1.conv2")].output == image_shape{128, 16, 16});
    CHECK(net[net.find("stage4.block3.conv3")].output == image_shape{2048, 4, 4});
    REQUIRE(made.blocks.size() == 16);
    CHECK(made.blocks[3].name == "stage2.block1");
    CHECK(made.blocks[3].layers.size() == 3);
}

TEST_CASE("large images are halved twice before the first stage") {
    const model made = resnet18({3, 96, 64}, 10, 1);
    const network& net = made.net;
    CHECK(net[net.find("stem")].output == image_shape{64, 48, 32});
    CHECK(net[net.find("stage1.block1.conv1")].output == image_shape{64, 24, 16});
}

TEST_CASE("a deep residual network runs forwards and backwards") {
    model made = resnet18({3, 8, 8}, 10, 1);
    const tensor& logits = made.net.forward(test::random_tensor({2, 3, 8, 8}, 1), mode::training);
    made.net.backward(test::random_tensor(logits.shape(), 2));
    CHECK(made.net.last_backward().weight_gradient == 2 * made.net.macs());
}

} // namespace
