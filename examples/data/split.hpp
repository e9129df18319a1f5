#pragma once

#include <cstddef>
#include <cstdint>

#include "data/images.hpp"

namespace data {

/// The two parts of a training set.
struct parts {
    images training;
    images validation;
};

/// Sets `validation_count` randomly chosen images aside; the rest is for training. Which ones, and
/// their order, is a pure function of the number of images and the seed.
/// @throws std::invalid_argument where nothing would be left to train on
parts split(const images& set, std::size_t validation_count, std::uint64_t seed);

/// So many images, or all of them for 0 or more than there are, chosen by the seed as `split` does.
images draw(const images& set, std::size_t count, std::uint64_t seed);

/// The first `count` images.
/// @throws std::invalid_argument where there are fewer
images take(const images& set, std::size_t count);

} // namespace data
