#include "trainer/fresh_model.hpp"

#include "sample.hpp"

#include <doctest/doctest.h>

TEST_CASE("a fresh model reads a set's images, tells its classes apart and is the seed's") {
    data::images set = sample::spots(4, 12);
    set.width = 16;
    CHECK(trainer::shape_of(set) == nn::image_shape{1, 12, 16});
    const auto state = [&](std::uint64_t seed) {
        return trainer::fresh_model("resnet8", set, seed).net.state();
    };
    CHECK(state(3) == nn::make_model("resnet8", {1, 12, 16}, 4, 3).net.state());
    CHECK(state(3) != state(4));
}
