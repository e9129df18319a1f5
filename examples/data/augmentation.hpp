#pragma once

#include <cstdint>

namespace data {

/// Random changes to training images; off by default.
struct augmentation {
    bool flip = false; ///< mirror left and right, every second time
    int padding = 0;   ///< pad by so many black pixels on every side, then crop back anywhere
};

/// What augmentation does to one image: out(y, x) = in(y + down, x' + right), black outside, where
/// x' is x, or counted from the right where the image is flipped.
struct placement {
    bool flip = false;
    int down = 0;
    int right = 0;
};

/// Draws the placement of one image in one epoch: a pure function of its arguments.
placement
place(const augmentation& choice, std::uint64_t seed, std::uint64_t epoch, std::uint64_t image);

} // namespace data
