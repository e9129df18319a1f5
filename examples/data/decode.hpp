#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <vector>

namespace data {

/// An image as it was decoded.
struct picture {
    int width = 0;                    ///< pixels
    int height = 0;                   ///< pixels
    std::vector<std::uint8_t> pixels; ///< [height, width, 3]: red, green, blue
};

/// Why an image cannot be decoded: "found <what>, expected <what>".
struct broken_image : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Decodes a JPEG or a PNG file, told by its first bytes. No more than 2^26 pixels are taken.
/// @throws broken_image for any other file, and for one that is damaged or cut short
picture decode_image(std::span<const std::uint8_t> file);

} // namespace data
