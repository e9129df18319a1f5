#pragma once

#include <cstdint>

namespace data {

/// Random changes to training images; off by default.
struct augmentation {
    bool flip = false;   ///< mirror left and right, every second time
    int padding = 0;     ///< pad by so many black pixels on every side, then crop back anywhere
    double rotation = 0; ///< turn by up to so many degrees either way, in [0, 180]
    double warp = 0;     ///< tilt in perspective, in [0, 0.5): see `placement::tilt_across`

    /// Whether it changes anything.
    [[nodiscard]] bool active() const { return flip || padding != 0 || bends(); }

    /// Whether images are taken between pixels.
    [[nodiscard]] bool bends() const { return rotation != 0 || warp != 0; }
};

/// What augmentation does to one image. Without a turn and a tilt: out(y, x) = in(y + down, x' +
/// right), black outside, where x' is x, or counted from the right where the image is flipped.
///
/// With them, y and x' are first mapped about the middle of the image: with coordinates in [-1, 1],
/// divided by 1 + tilt_across x' + tilt_down y, then turned; the value is taken between the four
/// pixels around.
struct placement {
    bool flip = false;
    int down = 0;
    int right = 0;
    double turn = 0;        ///< radians, clockwise as seen
    double tilt_across = 0; ///< in [-warp, warp]: how much farther the right side is than the left
    double tilt_down = 0;   ///< and the lower side than the upper
};

/// Draws the placement of one image in one epoch: a pure function of its arguments.
placement
place(const augmentation& choice, std::uint64_t seed, std::uint64_t epoch, std::uint64_t image);

/// Where a pixel of the changed image comes from, in pixels of the original.
struct source_point {
    double y = 0;
    double x = 0;
};

/// The inverse of the change, for images of one size.
class warping {
  public:
    warping(const placement& placed, int height, int width);

    [[nodiscard]] source_point operator()(int y, int x) const;

  private:
    placement placed_;
    double middle_y_;
    double middle_x_;
    double sine_;
    double cosine_;
};

/// A plane's value between four pixels, black outside.
/// @param plane  [height, width]
/// @returns in [0, 255]
[[nodiscard]] float
sample(const std::uint8_t* plane, int height, int width, const source_point& at);

} // namespace data
