#pragma once

#include <cstdint>
#include <vector>

#include "data/decode.hpp"

namespace data {

/// Cuts the largest square out of the middle of a picture and resizes it to size x size pixels by a
/// triangle filter, first along rows, then along columns. With s = side / size source pixels to a
/// pixel, every value is the mean of those that lie at a distance d < max(s, 1) from the pixel's
/// middle, weighted by 1 - d / max(s, 1): bilinear interpolation where it is enlarged, and where it
/// is reduced a mean over all that falls together, so that nothing is left out.
///
/// @param size  at least 1
/// @returns [3, size, size], rounded to the nearest number, halves up
std::vector<std::uint8_t> resample_square(const picture& from, int size);

} // namespace data
