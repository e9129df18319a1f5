#include "nn/shape.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

namespace {

using namespace nn;

TEST_CASE("a shape knows its extents") {
    const shape made{2, 3, 4};
    CHECK(made.rank() == 3);
    CHECK(made.size() == 24);
    CHECK(made[1] == 3);
    CHECK(to_string(made) == "2x3x4");
    CHECK(made != shape{2, 3, 4, 1});
    CHECK(shape{}.size() == 0);
    CHECK(to_string(shape{}) == "empty");
}

TEST_CASE("a shape of five extents is refused") {
    CHECK_THROWS_WITH_AS(
        (shape{1, 1, 1, 1, 1}), "a shape has at most 4 extents, found 5", std::invalid_argument);
}

TEST_CASE("the shape of an image") {
    const image_shape image{3, 4, 5};
    CHECK(image.plane() == 20);
    CHECK(image.size() == 60);
    CHECK(image.batch_of(7) == shape{7, 3, 4, 5});
    CHECK(to_string(image) == "3x4x5");
}

} // namespace
