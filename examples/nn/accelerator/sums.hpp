#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "nn/accelerator/buffer.hpp"
#include "nn/accelerator/concept.hpp"
#include "nn/accelerator/divisor.hpp"
#include "nn/anywhere.hpp"

namespace nn {

// Sums over the pixels of each channel. Where they are cut depends on their number alone, and they
// are in doubles: a sum is the same in every run.

/// Two sums of one channel.
struct sum_pair {
    double first = 0.0;
    double second = 0.0;
};

/// Sums of x and of its square, about the channel's first pixel.
struct moment_terms {
    const float* x = nullptr;

    NN_ANYWHERE void add(std::uint32_t place, std::uint32_t channel, sum_pair& to) const {
        const double distance = static_cast<double>(x[place]) - static_cast<double>(x[channel]);
        to.first += distance;
        to.second += distance * distance;
    }
};

/// Sums of g and g (x - centre).
struct gradient_terms {
    const float* gradient = nullptr;
    const float* x = nullptr;
    const float* centre = nullptr;

    NN_ANYWHERE void add(std::uint32_t place, std::uint32_t channel, sum_pair& to) const {
        const auto slope = static_cast<double>(gradient[place]);
        to.first += slope;
        to.second += slope * static_cast<double>(x[place] - centre[channel]);
    }
};

/// The sum of x.
struct plain_terms {
    const float* x = nullptr;

    NN_ANYWHERE void add(std::uint32_t place, std::uint32_t /*channel*/, sum_pair& to) const {
        to.first += static_cast<double>(x[place]);
    }
};

inline constexpr std::uint32_t pixels_of_run = 64;
inline constexpr std::uint32_t runs_folded = 32;

/// Sums over runs of pixels, [runs, channels].
template <class Terms>
struct sum_runs {
    Terms terms{};
    divisor channels{};
    std::uint32_t pixels = 0;
    sum_pair* to = nullptr;

    NN_ANYWHERE void operator()(std::uint32_t place) const {
        const std::uint32_t run = channels.quotient(place);
        const std::uint32_t channel = place - run * channels.value();
        const std::uint32_t begin = run * pixels_of_run;
        const std::uint32_t end = pixels - begin < pixels_of_run ? pixels : begin + pixels_of_run;
        sum_pair sum;
        for (std::uint32_t pixel = begin; pixel < end; ++pixel) {
            terms.add(pixel * channels.value() + channel, channel, sum);
        }
        to[place] = sum;
    }
};

/// Sums over neighbouring runs, `runs_folded` at a time: [runs, channels] to fewer.
struct fold_runs {
    const sum_pair* from = nullptr;
    divisor channels{};
    std::uint32_t runs = 0;
    sum_pair* to = nullptr;

    NN_ANYWHERE void operator()(std::uint32_t place) const {
        const std::uint32_t target = channels.quotient(place);
        const std::uint32_t channel = place - target * channels.value();
        const std::uint32_t begin = target * runs_folded;
        const std::uint32_t end = runs - begin < runs_folded ? runs : begin + runs_folded;
        sum_pair sum;
        for (std::uint32_t run = begin; run < end; ++run) {
            sum.first += from[run * channels.value() + channel].first;
            sum.second += from[run * channels.value() + channel].second;
        }
        to[place] = sum;
    }
};

/// What is left to be added up of each channel: at most `runs_folded` sums.
struct channel_sums {
    const sum_pair* from = nullptr;
    std::uint32_t runs = 0;
    std::uint32_t channels = 0;

    [[nodiscard]] NN_ANYWHERE sum_pair of(std::uint32_t channel) const {
        sum_pair sum;
        for (std::uint32_t run = 0; run < runs; ++run) {
            sum.first += from[run * channels + channel].first;
            sum.second += from[run * channels + channel].second;
        }
        return sum;
    }
};

/// to[c] = the first sum.
struct give_sum {
    channel_sums sums{};
    float* to = nullptr;

    NN_ANYWHERE void operator()(std::uint32_t channel) const {
        to[channel] = static_cast<float>(sums.of(channel).first);
    }
};

/// Runs of `pixels`, and of as many runs.
[[nodiscard]] constexpr std::uint32_t runs_of(std::uint32_t count, std::uint32_t length) {
    return (count + length - 1) / length;
}

/// The sums that adding up this many pixels of each of this many channels leaves on the way.
[[nodiscard]] inline std::size_t sums_on_the_way(std::uint32_t pixels, std::uint32_t channels) {
    std::size_t all = 0;
    std::uint32_t runs = runs_of(pixels, pixels_of_run);
    for (; runs > runs_folded; runs = runs_of(runs, runs_folded)) {
        all += std::size_t{runs} * channels;
    }
    return all + std::size_t{runs} * channels;
}

/// Adds up `terms` over channels-last memory; what it returns lies in `memory`, of at least
/// `sums_on_the_way`, and stays until the next sums.
template <accelerator Accelerator, class Terms>
[[nodiscard]] channel_sums add_up(
    Accelerator& on, const Terms& terms, std::uint32_t pixels, std::uint32_t channels,
    sum_pair* memory) {
    const divisor by(channels);
    std::uint32_t runs = runs_of(pixels, pixels_of_run);
    on.for_each(std::size_t{runs} * channels, sum_runs<Terms>{terms, by, pixels, memory});
    while (runs > runs_folded) {
        const sum_pair* from = memory;
        memory += std::size_t{runs} * channels;
        const std::uint32_t fewer = runs_of(runs, runs_folded);
        on.for_each(std::size_t{fewer} * channels, fold_runs{from, by, runs, memory});
        runs = fewer;
    }
    return {memory, runs, channels};
}

} // namespace nn
