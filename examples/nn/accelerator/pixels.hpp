#pragma once

#include <cstdint>
#include <limits>

#include "nn/accelerator/divisor.hpp"
#include "nn/anywhere.hpp"
#include "nn/channels.hpp"

namespace nn {

// What happens to every number of channels-last memory by itself: to[place] = made(place), which
// reads nothing that another place writes. So those of several places may be made before they are
// written.

/// A stored value, through a batch norm where there are factors: factor[c] x + offset[c].
struct affine_read {
    const float* value = nullptr;
    const float* factor = nullptr;
    const float* offset = nullptr;

    [[nodiscard]] NN_ANYWHERE float at(std::uint32_t place, std::uint32_t channel) const {
        const float found = value[place];
        return factor == nullptr ? found : found * factor[channel] + offset[channel];
    }
};

/// to = clamp(first + second), the second where there is one.
struct combine {
    affine_read first{};
    affine_read second{};
    clamp bounds{};
    divisor channels{};
    float* to = nullptr;

    NN_ANYWHERE void operator()(std::uint32_t place) const { to[place] = made(place); }
    [[nodiscard]] NN_ANYWHERE float made(std::uint32_t place) const {
        const std::uint32_t channel = channels.remainder(place);
        float sum = first.at(place, channel);
        if (second.value != nullptr) {
            sum += second.at(place, channel);
        }
        const float raised = sum < bounds.low ? bounds.low : sum;
        return raised > bounds.high ? bounds.high : raised;
    }
};

/// Whether what was clamped touches a bound. Nothing touches one at infinity, infinity itself
/// neither.
[[nodiscard]] NN_ANYWHERE inline bool touches(float found, const clamp& bounds) {
    return found <= bounds.low ||
           (bounds.high < std::numeric_limits<float>::infinity() && found >= bounds.high);
}

/// Writes or adds a gradient to `to`, which may be where it comes from; zero where the clamped
/// value touches a bound, if one is given.
struct deliver {
    const float* from = nullptr;
    const float* clamped = nullptr;
    clamp bounds{};
    bool add = false;
    float* to = nullptr;

    NN_ANYWHERE void operator()(std::uint32_t place) const { to[place] = made(place); }
    [[nodiscard]] NN_ANYWHERE float made(std::uint32_t place) const {
        const float more = from[place];
        const float passed = clamped != nullptr && touches(clamped[place], bounds) ? 0.0F : more;
        return add ? to[place] + passed : passed;
    }
};

/// The gradient of what a batch norm gives, of which a clamp made what was read, where `bounded`.
/// What it gave is made again, as `combine` does.
struct norm_gradient {
    const float* gradient = nullptr;
    affine_read norm{};
    clamp bounds{};
    bool bounded = false;

    [[nodiscard]] NN_ANYWHERE float at(std::uint32_t place, std::uint32_t channel) const {
        const float found = gradient[place];
        return bounded && touches(norm.at(place, channel), bounds) ? 0.0F : found;
    }
};

/// The gradient of what a batch norm read, from that of what it gave: see norm_slope.
struct read_norm_gradient {
    norm_gradient from{};
    norm_slope slope{};
    divisor channels{};
    float* to = nullptr;

    NN_ANYWHERE void operator()(std::uint32_t place) const { to[place] = made(place); }
    [[nodiscard]] NN_ANYWHERE float made(std::uint32_t place) const {
        const std::uint32_t channel = channels.remainder(place);
        return from.at(place, channel) * slope.gradient[channel] +
               from.norm.value[place] * slope.value[channel] + slope.constant[channel];
    }
};

/// to += bias[c].
struct add_bias {
    const float* bias = nullptr;
    divisor channels{};
    float* to = nullptr;

    NN_ANYWHERE void operator()(std::uint32_t place) const { to[place] = made(place); }
    [[nodiscard]] NN_ANYWHERE float made(std::uint32_t place) const {
        return to[place] + bias[channels.remainder(place)];
    }
};

struct fill_with {
    float value = 0.0F;
    float* to = nullptr;

    NN_ANYWHERE void operator()(std::uint32_t place) const { to[place] = value; }
};

} // namespace nn
