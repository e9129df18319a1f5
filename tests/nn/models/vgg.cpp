#include "nn/models/vgg.hpp"

#include <doctest/doctest.h>

#include "nn/gradient_check.hpp"

namespace {

using namespace nn;

TEST_CASE("vgg16 has as many parameters and operations as published") {
    const model made = vgg16({3, 32, 32}, 10, 1);
    CHECK(made.net.parameter_count() == 14'728'266);
    CHECK(made.net.macs() == 313'201'664);
    CHECK(made.net[made.net.find("conv13")].output == image_shape{512, 2, 2});
}

TEST_CASE("vgg16 pools no further than to one pixel") {
    const model made = vgg16({1, 9, 12}, 3, 1);
    CHECK(made.net[made.net.find("conv13")].output == image_shape{512, 1, 1});
    CHECK(made.net.nodes().back().output == image_shape{3, 1, 1});
}

} // namespace
