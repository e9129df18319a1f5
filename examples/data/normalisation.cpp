#include "data/normalisation.hpp"

#include <cmath>
#include <cstdint>
#include <stdexcept>

namespace data {

normalisation measure_normalisation(const images& training) {
    check(training);
    if (training.count == 0) {
        throw std::invalid_argument("normalisation: found no image, expected at least one");
    }
    const auto channels = static_cast<std::size_t>(training.channels);
    const std::size_t plane = image_size(training) / channels;
    const double values = static_cast<double>(training.count) * static_cast<double>(plane);

    normalisation result;
    for (std::size_t channel = 0; channel < channels; ++channel) {
        // Sums of integers are exact, so that the result does not depend on their order.
        std::uint64_t sum = 0;
        std::uint64_t squares = 0;
        for (std::size_t image = 0; image < training.count; ++image) {
            const std::uint8_t* first =
                training.pixels.data() + (image * channels + channel) * plane;
            for (std::size_t i = 0; i < plane; ++i) {
                const std::uint64_t value = first[i];
                sum += value;
                squares += value * value;
            }
        }
        const double mean = static_cast<double>(sum) / values;
        const double variance = static_cast<double>(squares) / values - mean * mean;
        const bool constant = variance < 1e-9;
        result.mean.push_back(static_cast<float>(mean / 255));
        result.deviation.push_back(constant ? 1.0F : static_cast<float>(std::sqrt(variance) / 255));
    }
    return result;
}

} // namespace data
