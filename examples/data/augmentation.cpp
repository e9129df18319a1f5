#include "data/augmentation.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "data/random.hpp"

namespace data {
namespace {

/// Uniform in [-1, 1), a multiple of 2^-52.
double symmetric(random_source& random) {
    return static_cast<double>(random.next() >> 11U) * 0x1p-52 - 1;
}

} // namespace

placement
place(const augmentation& choice, std::uint64_t seed, std::uint64_t epoch, std::uint64_t image) {
    random_source random(seed_for(seed_for(seed, epoch), image));
    const auto positions = 2 * static_cast<std::uint64_t>(choice.padding) + 1;
    placement result;
    result.flip = choice.flip && random.below(2) == 1;
    result.down = static_cast<int>(random.below(positions)) - choice.padding;
    result.right = static_cast<int>(random.below(positions)) - choice.padding;
    if (choice.bends()) {
        result.turn = choice.rotation * symmetric(random) * std::numbers::pi / 180;
        result.tilt_across = choice.warp * symmetric(random);
        result.tilt_down = choice.warp * symmetric(random);
    }
    return result;
}

warping::warping(const placement& placed, int height, int width)
    : placed_(placed), middle_y_((height - 1) / 2.0), middle_x_((width - 1) / 2.0),
      sine_(std::sin(placed.turn)), cosine_(std::cos(placed.turn)) {}

source_point warping::operator()(int y, int x) const {
    const double across = placed_.flip ? middle_x_ - x : x - middle_x_;
    const double down = y - middle_y_;
    const double height = std::max(middle_y_, 0.5);
    const double width = std::max(middle_x_, 0.5);
    const double distance =
        1 + placed_.tilt_across * across / width + placed_.tilt_down * down / height;
    const double flat_x = across / distance;
    const double flat_y = down / distance;
    return {
        middle_y_ + cosine_ * flat_y - sine_ * flat_x + placed_.down,
        middle_x_ + sine_ * flat_y + cosine_ * flat_x + placed_.right};
}

float sample(const std::uint8_t* plane, int height, int width, const source_point& at) {
    const double top = std::floor(at.y);
    const double left = std::floor(at.x);
    if (!(top >= -1 && top < height && left >= -1 && left < width)) {
        return 0;
    }
    const int row = static_cast<int>(top);
    const int column = static_cast<int>(left);
    const auto pixel = [&](int y, int x) {
        const bool inside = y >= 0 && y < height && x >= 0 && x < width;
        return inside ? static_cast<double>(plane[std::ptrdiff_t{y} * width + x]) : 0.0;
    };
    const double below = at.y - top;
    const double right = at.x - left;
    const double upper = (1 - right) * pixel(row, column) + right * pixel(row, column + 1);
    const double lower = (1 - right) * pixel(row + 1, column) + right * pixel(row + 1, column + 1);
    return static_cast<float>((1 - below) * upper + below * lower);
}

} // namespace data
