#pragma once

#include <cstddef>
#include <cstdint>

#include "nn/accelerator/pixels.hpp"
#include "nn/anywhere.hpp"

namespace nn {

// Sums over the pixels of each channel of channels-last memory, in doubles.

/// Two sums of one channel.
struct sum_pair {
    double first = 0.0;
    double second = 0.0;

    NN_ANYWHERE void add(const sum_pair& more) {
        first += more.first;
        second += more.second;
    }
};

/// What a sum reads of one pixel, and how it adds that: apart, so that several pixels can be read
/// before the first is added. Here: sums of x and of its square, about the channel's first pixel.
struct moment_terms {
    const float* x = nullptr;

    struct numbers {
        float x;
        float origin;
    };

    [[nodiscard]] NN_ANYWHERE numbers read(std::uint32_t place, std::uint32_t channel) const {
        return {x[place], x[channel]};
    }
    NN_ANYWHERE static void add(const numbers& of, sum_pair& to) {
        const double distance = static_cast<double>(of.x) - static_cast<double>(of.origin);
        to.first += distance;
        to.second += distance * distance;
    }
};

/// Sums of g and g (x - centre), x being what the norm read.
struct gradient_terms {
    norm_gradient gradient{};
    const float* centre = nullptr;

    struct numbers {
        float slope;
        float distance;
    };

    [[nodiscard]] NN_ANYWHERE numbers read(std::uint32_t place, std::uint32_t channel) const {
        return {gradient.at(place, channel), gradient.norm.value[place] - centre[channel]};
    }
    NN_ANYWHERE static void add(const numbers& of, sum_pair& to) {
        const auto slope = static_cast<double>(of.slope);
        to.first += slope;
        to.second += slope * static_cast<double>(of.distance);
    }
};

/// The sum of x.
struct plain_terms {
    const float* x = nullptr;

    [[nodiscard]] NN_ANYWHERE float read(std::uint32_t place, std::uint32_t /*channel*/) const {
        return x[place];
    }
    NN_ANYWHERE static void add(float of, sum_pair& to) { to.first += static_cast<double>(of); }
};

/// to[c] = the first sum.
struct give_sum {
    float* to = nullptr;

    NN_ANYWHERE void operator()(std::uint32_t channel, const sum_pair& sums) const {
        to[channel] = static_cast<float>(sums.first);
    }
};

/// How sums over pixels are cut for blocks of threads: a block adds up a slab of the pixels of some
/// channels, each by several threads, and the last block adds up the slabs. That goes by the
/// numbers of pixels and channels alone, so that a sum is the same in every run.
struct sum_cut {
    static constexpr std::uint32_t most_threads = 256; ///< of a block

    std::uint32_t pixels = 0;
    std::uint32_t channels = 0;

    /// Channels of a block, whose numbers are neighbours in memory.
    [[nodiscard]] NN_ANYWHERE constexpr std::uint32_t width() const {
        return channels < widest ? channels : widest;
    }
    /// Threads that share a slab of a channel.
    [[nodiscard]] NN_ANYWHERE constexpr std::uint32_t lanes() const {
        const std::uint32_t most = most_threads / width();
        const std::uint32_t useful = parts(pixels, pixels_of_thread);
        return useful < most ? useful : most;
    }
    /// Of a block, in whole warps.
    [[nodiscard]] constexpr std::uint32_t threads() const {
        return 32 * parts(width() * lanes(), 32);
    }
    /// Blocks beside one another, for all channels.
    [[nodiscard]] NN_ANYWHERE constexpr std::uint32_t blocks_across() const {
        return parts(channels, width());
    }
    /// Pixels that a block adds up: so many that the last block has no more than 32 slabs a thread.
    [[nodiscard]] NN_ANYWHERE constexpr std::uint32_t slab() const {
        const std::uint32_t wanted = parts(pixels, pixels_of_thread * lanes());
        const std::uint32_t most = 32 * lanes();
        return parts(pixels, wanted < most ? wanted : most);
    }
    [[nodiscard]] NN_ANYWHERE constexpr std::uint32_t slabs() const {
        return parts(pixels, slab());
    }
    /// Sums on the way, [slabs, channels].
    [[nodiscard]] constexpr std::size_t sums() const { return std::size_t{slabs()} * channels; }

  private:
    static constexpr std::uint32_t widest = 32;          ///< 128 bytes of each pixel
    static constexpr std::uint32_t pixels_of_thread = 8; ///< or more

    [[nodiscard]] NN_ANYWHERE static constexpr std::uint32_t
    parts(std::uint32_t count, std::uint32_t length) {
        return (count + length - 1) / length;
    }
};

} // namespace nn
