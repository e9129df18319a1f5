#pragma once

#include <vector>

#include "data/images.hpp"

namespace data {

/// What maps pixel values, scaled to [0, 1], to mean 0 and standard deviation 1 in every channel:
/// (value / 255 - mean) / deviation.
struct normalisation {
    std::vector<float> mean;      ///< [channels], in [0, 1]
    std::vector<float> deviation; ///< [channels], above 0
};

/// Measures mean and standard deviation of every channel over a set, which has to be the training
/// set also where the test set is to be normalised. A channel of one value has deviation 1.
/// @throws std::invalid_argument where the set is empty
normalisation measure_normalisation(const images& training);

} // namespace data
