#include "nn/models/conv_2.hpp"

#include <doctest/doctest.h>

namespace {

using namespace nn;

TEST_CASE("Conv-2 has as many parameters as published") {
    const model made = conv_2({3, 32, 32}, 10, 1);
    CHECK(made.net.parameter_count() == 4'301'642);
    CHECK(made.blocks.empty());
    CHECK(made.net[made.net.find("fc1")].input == image_shape{16'384, 1, 1});
}

} // namespace
