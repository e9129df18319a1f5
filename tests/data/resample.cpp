#include "data/resample.hpp"

#include <cstdint>
#include <vector>

#include <doctest/doctest.h>

namespace {

/// A grey picture, row by row.
data::picture grey(int width, int height, const std::vector<int>& values) {
    data::picture made{width, height, {}};
    for (const int value : values) {
        made.pixels.insert(made.pixels.end(), 3, static_cast<std::uint8_t>(value));
    }
    return made;
}

/// The red plane.
std::vector<int> resampled(const data::picture& from, int size) {
    const std::vector<std::uint8_t> all = data::resample_square(from, size);
    REQUIRE(all.size() == static_cast<std::size_t>(3 * size * size));
    return {all.begin(), all.begin() + std::ptrdiff_t{size} * size};
}

} // namespace

TEST_CASE("resample_square: the same size changes nothing") {
    CHECK(resampled(grey(2, 2, {1, 2, 3, 4}), 2) == std::vector<int>{1, 2, 3, 4});
}

TEST_CASE("resample_square: channels come apart") {
    const data::picture one{1, 1, {10, 20, 30}};
    CHECK(
        data::resample_square(one, 2) ==
        std::vector<std::uint8_t>{10, 10, 10, 10, 20, 20, 20, 20, 30, 30, 30, 30});
}

TEST_CASE("resample_square: enlarged, it is interpolated between the pixels' middles") {
    // Twice as large: the middles lie at 0.25, 0.75, 1.25, 1.75, so 3:1 between two neighbours.
    CHECK(
        resampled(grey(2, 2, {0, 100, 0, 100}), 4) ==
        std::vector<int>{0, 25, 75, 100, 0, 25, 75, 100, 0, 25, 75, 100, 0, 25, 75, 100});
}

TEST_CASE("resample_square: reduced, the weights fall with the distance over twice the step") {
    // Four to two: the middle at 1, reach 2, weights 3/4, 3/4, 1/4 at 0.5, 1.5, 2.5 pixels.
    const auto row = [](int a, int b, int c, int d) { return std::vector<int>{a, b, c, d}; };
    std::vector<int> values;
    for (int y = 0; y < 4; ++y) {
        const auto next = row(0, 70, 140, 210);
        values.insert(values.end(), next.begin(), next.end());
    }
    // (3 x 0 + 3 x 70 + 140) / 7 = 50, and as far from the other end.
    CHECK(resampled(grey(4, 4, values), 2) == std::vector<int>{50, 160, 50, 160});
}

TEST_CASE("resample_square: a constant stays one at every size") {
    const data::picture flat = grey(13, 7, std::vector<int>(std::size_t{13} * 7, 201));
    for (const int size : {1, 2, 5, 7, 8, 30}) {
        for (const int value : resampled(flat, size)) {
            REQUIRE(value == 201);
        }
    }
}

TEST_CASE("resample_square: of a picture that is no square, the middle is taken") {
    CHECK(resampled(grey(4, 2, {9, 1, 2, 9, 9, 3, 4, 9}), 2) == std::vector<int>{1, 2, 3, 4});
    CHECK(resampled(grey(2, 4, {9, 9, 1, 2, 3, 4, 9, 9}), 2) == std::vector<int>{1, 2, 3, 4});
    std::vector<int> tall(40, 9); // of which most rows are not even looked at
    tall[18] = 1;
    tall[19] = 2;
    tall[20] = 3;
    tall[21] = 4;
    CHECK(resampled(grey(2, 20, tall), 2) == std::vector<int>{1, 2, 3, 4});
}
