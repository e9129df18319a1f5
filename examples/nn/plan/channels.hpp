#pragma once

#include <cstddef>

#include <Eigen/Core>

namespace nn {

// What happens to every pixel of channels-last memory on its way to or from an operation. All of it
// runs on the thread that calls it.

/// A run of pixels whose channels lie next to each other.
struct pixel_run {
    std::size_t pixels = 0;
    std::size_t channels = 0;
};

/// What a value becomes when it is read: clamp(factor[c] x + offset[c], low, high).
struct affine {
    const float* factor = nullptr;
    const float* offset = nullptr;
};

/// The bounds of an activation: 0 and infinity for ReLU.
struct clamp {
    float low = 0.0F;
    float high = 0.0F;
};

/// A vector of `Width` neighbouring channels in registers.
template <int Width>
struct channel_block {
    using values = Eigen::Array<float, Width, 1>;
    static constexpr std::size_t width = Width;

    static auto at(const float* place) { return Eigen::Map<const values>(place); }
    static auto at(float* place) { return Eigen::Map<values>(place); }
};

/// Calls `body(block, first)` for blocks of 16, 8, 4 and 1 channels that together cover all.
template <class Body>
void for_each_channel_block(std::size_t channels, const Body& body) {
    std::size_t first = 0;
    for (; first + 16 <= channels; first += 16) {
        body(channel_block<16>{}, first);
    }
    for (; first + 8 <= channels; first += 8) {
        body(channel_block<8>{}, first);
    }
    for (; first + 4 <= channels; first += 4) {
        body(channel_block<4>{}, first);
    }
    for (; first < channels; ++first) {
        body(channel_block<1>{}, first);
    }
}

/// Calls `body(block, first, place)` for every block of channels of every pixel.
template <class Body>
void for_each_pixel_block(const pixel_run& run, const Body& body) {
    for (std::size_t pixel = 0; pixel < run.pixels; ++pixel) {
        for_each_channel_block(run.channels, [&](auto block, std::size_t first) {
            body(block, first, pixel * run.channels + first);
        });
    }
}

/// Mean and sum of squared distances from it, of each channel of a run.
struct channel_moments {
    double* mean = nullptr;
    double* squares = nullptr;
};

/// y = clamp(f x + o).
void read_pixels(
    const pixel_run& run, const affine& how, const clamp& bounds, const float* x, float* y);

/// y = clamp(f1 x1 + o1 + f2 x2 + o2).
void blend_pixels(
    const pixel_run& run, const affine& first, const float* x1, const affine& second,
    const float* x2, const clamp& bounds, float* y);

/// Moments of each channel, summed about the run's first pixel.
void measure_pixels(const pixel_run& run, const float* x, const channel_moments& moments);

/// g = 0 where y touches a bound.
void mask_pixels(const pixel_run& run, const clamp& bounds, const float* y, float* g);

/// sum += g and product += g (x - mean), by channel.
void sum_gradient(
    const pixel_run& run, const float* g, const float* x, const float* mean, double* sum,
    double* product);

/// sum += g, by channel.
void sum_gradient(const pixel_run& run, const float* g, double* sum);

/// The gradient of what a batch norm read from the gradient of what it gave.
struct norm_slope {
    const float* gradient = nullptr;
    const float* value = nullptr;
    const float* constant = nullptr;
};

/// d = slope.gradient g + slope.value x + slope.constant.
void read_gradient(
    const pixel_run& run, const norm_slope& slope, const float* g, const float* x, float* d);

/// sum += more, element by element.
void add_to(std::size_t count, const float* more, float* sum);

/// Channels-last memory from channels-first memory, of each image in turn, and back.
void to_channels_last(
    std::size_t images, std::size_t plane, std::size_t channels, const float* from, float* to);
void to_channels_first(
    std::size_t images, std::size_t plane, std::size_t channels, const float* from, float* to);

} // namespace nn
