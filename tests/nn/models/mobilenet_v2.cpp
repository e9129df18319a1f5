#include "nn/models/mobilenet_v2.hpp"

#include <doctest/doctest.h>

#include "nn/gradient_check.hpp"

namespace {

using namespace nn;

TEST_CASE("mobilenet_v2 has as many parameters and operations as published") {
    const model made = mobilenet_v2({3, 224, 224}, 1000, 1);
    CHECK(made.net.parameter_count() == 3'504'872);
    CHECK(made.net.macs() == 300'774'272);
    CHECK(made.net[made.net.find("head")].output == image_shape{1280, 7, 7});
    CHECK(mobilenet_v2({3, 32, 32}, 10, 1).net.parameter_count() == 2'236'682);
}

TEST_CASE("inverted residuals are listed, with a shortcut where extents stay") {
    const model made = mobilenet_v2({3, 32, 32}, 10, 1);
    REQUIRE(made.blocks.size() == 17);
    CHECK(made.blocks[0].layers.size() == 2); // nothing is expanded
    CHECK(made.blocks[1].name == "stage2.block1");
    CHECK(made.blocks[1].layers.size() == 3);
    CHECK(made.net[made.net.find("stage3.block1.depthwise")].output == image_shape{144, 16, 16});
    CHECK(made.net[made.net.find("head")].output == image_shape{1280, 4, 4});
    std::size_t shortcuts = 0;
    for (const node& one : made.net.nodes()) {
        shortcuts += one.kind == node_kind::add ? 1 : 0;
    }
    CHECK(shortcuts == 10);
}

TEST_CASE("mobilenet_v2 runs forwards and backwards") {
    model made = mobilenet_v2({3, 8, 8}, 10, 1);
    const tensor& logits = made.net.forward(test::random_tensor({2, 3, 8, 8}, 1), mode::training);
    made.net.backward(test::random_tensor(logits.shape(), 2));
    CHECK(made.net.last_backward().weight_gradient == 2 * made.net.macs());
}

} // namespace
