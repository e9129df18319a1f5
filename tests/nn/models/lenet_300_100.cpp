#include "nn/models/lenet_300_100.hpp"

#include <doctest/doctest.h>

namespace {

using namespace nn;

TEST_CASE("LeNet-300-100 has as many parameters as published") {
    const model made = lenet_300_100({1, 28, 28}, 10, 1);
    CHECK(made.net.parameter_count() == 266'610);
    CHECK(made.net.macs() == 266'200);
    CHECK(made.blocks.empty());
    CHECK(made.net.nodes().back().output == image_shape{10, 1, 1});
}

} // namespace
