#pragma once

#include <cstddef>

namespace nn {

// What happens to every pixel of channels-last memory on its way to or from an operation. All of it
// runs on the thread that calls it.

/// A run of pixels whose channels lie next to each other.
struct pixel_run {
    std::size_t pixels = 0;
    std::size_t channels = 0;
};

/// Numbers a channel are laid out for several pixels one after the other, so that pixels with few
/// channels fill vectors too: for how many numbers in all.
[[nodiscard]] std::size_t repeated_length(std::size_t channels);

/// What a value becomes when it is read: clamp(factor[c] x + offset[c], low, high). Numbers are
/// repeated `length / channels` times.
struct affine {
    const float* factor = nullptr;
    const float* offset = nullptr;
    std::size_t length = 0;
};

/// The bounds of an activation: 0 and infinity for ReLU.
struct clamp {
    float low = 0.0F;
    float high = 0.0F;
};

/// Mean and sum of squared distances from it, of each channel of a run.
struct channel_moments {
    double* mean = nullptr;
    double* squares = nullptr;
};

/// y = clamp(f x + o), for `count` numbers of whole pixels.
void read_pixels(
    std::size_t count, const affine& how, const clamp& bounds, const float* x, float* y);

/// y = clamp(f1 x1 + o1 + f2 x2 + o2), for `count` numbers of whole pixels. Both lengths are the
/// same.
void blend_pixels(
    std::size_t count, const affine& first, const float* x1, const affine& second, const float* x2,
    const clamp& bounds, float* y);

/// Moments of each channel, summed about the run's first pixel.
void measure_pixels(const pixel_run& run, const float* x, const channel_moments& moments);

/// g = 0 where y touches a bound.
void mask_pixels(std::size_t count, const clamp& bounds, const float* y, float* g);

/// sum += g and product += g (x - mean), by channel.
void sum_gradient(
    const pixel_run& run, const float* g, const float* x, const float* mean, double* sum,
    double* product);

/// sum += g, by channel.
void sum_gradient(const pixel_run& run, const float* g, double* sum);

/// The gradient of what a batch norm read from the gradient of what it gave. Numbers are repeated
/// as in `affine`.
struct norm_slope {
    const float* gradient = nullptr;
    const float* value = nullptr;
    const float* constant = nullptr;
    std::size_t length = 0;
};

/// d = slope.gradient g + slope.value x + slope.constant, for `count` numbers of whole pixels.
void read_gradient(
    std::size_t count, const norm_slope& slope, const float* g, const float* x, float* d);

/// sum += more, element by element.
void add_to(std::size_t count, const float* more, float* sum);

/// Channels-last memory from channels-first memory, of each image in turn, and back.
void to_channels_last(
    std::size_t images, std::size_t plane, std::size_t channels, const float* from, float* to);
void to_channels_first(
    std::size_t images, std::size_t plane, std::size_t channels, const float* from, float* to);

} // namespace nn
