#pragma once

#include <cstddef>
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

/// Weights [out, in, kernel, kernel] for the convolution that is the gradient of the input of one
/// without a stride: [in, kernel, kernel, out], every kernel turned by half a circle.
struct turn_weights {
    const float* from = nullptr;
    divisor taps{}; ///< of a kernel
    divisor in{};
    divisor out{};
    float* to = nullptr;

    NN_ANYWHERE void operator()(std::uint32_t place) const {
        place_in target{place};
        const std::uint32_t filter = target.take(out);
        const std::uint32_t tap = taps.value() - 1 - target.take(taps);
        to[place] = from[(filter * in.value() + target.rest) * taps.value() + tap];
    }
};

/// Weights in another order, as `update_all` takes them.
template <class Order>
struct reordered {
    std::size_t size = 0;
    Order order{};

    NN_ANYWHERE void operator()(std::uint32_t place) const { order(place); }
};

} // namespace nn
