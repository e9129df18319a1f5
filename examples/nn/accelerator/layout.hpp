#pragma once

#include <cstdint>

#include "nn/accelerator/divisor.hpp"
#include "nn/anywhere.hpp"

namespace nn {

/// Channels-last memory from channels-first memory, of each image in turn. Also the order of
/// weights, an output channel for an image and the kernel for its pixels.
struct put_channels_last {
    const float* from = nullptr;
    divisor plane{};
    divisor channels{};
    float* to = nullptr;

    NN_ANYWHERE void operator()(std::uint32_t place) const {
        place_in target{place};
        const std::uint32_t channel = target.take(channels);
        const std::uint32_t pixel = target.take(plane);
        to[place] = from[(target.rest * channels.value() + channel) * plane.value() + pixel];
    }
};

/// The way back.
struct put_channels_first {
    const float* from = nullptr;
    divisor plane{};
    divisor channels{};
    float* to = nullptr;

    NN_ANYWHERE void operator()(std::uint32_t place) const {
        place_in target{place};
        const std::uint32_t pixel = target.take(plane);
        const std::uint32_t channel = target.take(channels);
        to[place] = from[(target.rest * plane.value() + pixel) * channels.value() + channel];
    }
};

} // namespace nn
