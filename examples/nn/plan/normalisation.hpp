#pragma once

#include <cmath>

#include "nn/anywhere.hpp"

namespace nn {

// The arithmetic of a batch norm for one channel: see norm.

/// Where a running statistic goes: .9 of what it was and .1 of the batch's.
[[nodiscard]] NN_ANYWHERE inline float moved_towards(float running, double batch) {
    constexpr double share = 0.1;
    return static_cast<float>((1.0 - share) * static_cast<double>(running) + share * batch);
}

[[nodiscard]] NN_ANYWHERE inline double inverse_deviation(double variance) {
    constexpr double variance_floor = 1e-5;
    return 1.0 / std::sqrt(variance + variance_floor);
}

/// y = factor x + offset.
struct channel_affine {
    float factor = 0.0F;
    float offset = 0.0F;
};

[[nodiscard]] NN_ANYWHERE inline channel_affine
normalise_by(double mean, double variance, float scale, float shift) {
    const double factor = static_cast<double>(scale) * inverse_deviation(variance);
    return {
        static_cast<float>(factor), static_cast<float>(static_cast<double>(shift) - mean * factor)};
}

/// Sums over a batch's values of a channel: of dy, and of dy (x - mean).
struct channel_gradient_sums {
    double sum = 0.0;
    double product = 0.0;
    double count = 0.0;
};

/// d x = of_gradient dy + of_value x + constant, and the gradients of scale and shift.
struct channel_slope {
    float scale = 0.0F;
    float shift = 0.0F;
    float of_gradient = 0.0F;
    float of_value = 0.0F;
    float constant = 0.0F;
};

/// With x^ = (x - mean) / deviation and n values a channel:
///   d shift = sum dy,  d scale = sum dy x^,
///   d x = scale / deviation * (dy - d shift / n - x^ d scale / n),
/// the last two terms only where mean and variance come from the batch.
[[nodiscard]] NN_ANYWHERE inline channel_slope slope_of(
    const channel_gradient_sums& sums, double mean, double variance, float scale, bool of_batch) {
    const double inverse = inverse_deviation(variance);
    const double product = sums.product * inverse;
    const double factor = static_cast<double>(scale) * inverse;
    const double level = of_batch ? sums.sum / sums.count : 0.0;
    const double tilt = of_batch ? product / sums.count * inverse : 0.0;
    return {
        static_cast<float>(product), static_cast<float>(sums.sum), static_cast<float>(factor),
        static_cast<float>(-factor * tilt), static_cast<float>(factor * (tilt * mean - level))};
}

} // namespace nn
