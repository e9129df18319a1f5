#pragma once

#include "trainer/host.hpp"

#include <cstddef>
#include <cstdint>

namespace sample {

/// Images of `classes` kinds, each a bright spot somewhere else: easy to learn.
inline data::images
spots(std::size_t count, int extent, int channels = 1, int classes = 4, std::uint64_t shift = 0) {
    data::images set{
        .count = count,
        .channels = channels,
        .height = extent,
        .width = extent,
        .classes = classes,
        .pixels = {},
        .labels = {},
        .class_names = {}};
    for (std::size_t i = 0; i < count; ++i) {
        const auto label = static_cast<int>((i + shift) % static_cast<std::size_t>(classes));
        set.labels.push_back(static_cast<data::label>(label));
        for (int pixel = 0; pixel < channels * extent * extent; ++pixel) {
            const int row = pixel / extent % extent;
            const bool bright = row * classes / extent == label;
            const auto noise =
                static_cast<int>((i * 31 + static_cast<std::size_t>(pixel) * 17) % 90);
            set.pixels.push_back(static_cast<std::uint8_t>(noise + (bright ? 150 : 0)));
        }
    }
    return set;
}

inline trainer::data_split split(int extent, int channels = 1) {
    const data::images training = spots(64, extent, channels);
    const data::normalisation scale = data::measure_normalisation(training);
    return {training, spots(24, extent, channels, 4, 1), spots(24, extent, channels, 4, 2), scale};
}

} // namespace sample
