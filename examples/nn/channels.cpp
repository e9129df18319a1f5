#include "nn/channels.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "nn/matrix.hpp"

namespace nn {
namespace {

/// A vector of `Width` neighbouring channels in registers.
template <int Width>
struct channel_block {
    using values = Eigen::Array<float, Width, 1>;

    static auto at(const float* place) { return Eigen::Map<const values>(place); }
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

/// Pixels whose sums are kept in floats before they join sums in doubles.
constexpr std::size_t short_run = 128;

/// Calls `body(begin, end)` for short runs that together cover all pixels.
template <class Body>
void for_each_short_run(std::size_t pixels, const Body& body) {
    for (std::size_t begin = 0; begin < pixels; begin += short_run) {
        body(begin, std::min(begin + short_run, pixels));
    }
}

/// sum[0..width) += values, in doubles.
template <class Values>
void add_block(const Values& values, double* sum) {
    for (Eigen::Index place = 0; place < values.size(); ++place) {
        sum[place] += static_cast<double>(values[place]);
    }
}

/// Calls `body(begin, length)` for runs of at most `length` numbers that together cover all.
template <class Body>
void for_each_repeat(std::size_t count, std::size_t length, const Body& body) {
    for (std::size_t begin = 0; begin < count; begin += length) {
        body(begin, std::min(length, count - begin));
    }
}

float clamped(float value, const clamp& bounds) {
    const float raised = value < bounds.low ? bounds.low : value;
    return raised > bounds.high ? bounds.high : raised;
}

} // namespace

std::size_t repeated_length(std::size_t channels) {
    constexpr std::size_t vector = 16;
    constexpr std::size_t least = 512;
    const std::size_t whole_vectors = std::lcm(channels, vector);
    return (least + whole_vectors - 1) / whole_vectors * whole_vectors;
}

void read_pixels(
    std::size_t count, const affine& how, const clamp& bounds, const float* x, float* y) {
    for_each_repeat(count, how.length, [&](std::size_t begin, std::size_t length) {
        const float* from = x + begin;
        float* to = y + begin;
        const affine own = how;
        const clamp limits = bounds;
#pragma omp simd
        for (std::size_t place = 0; place < length; ++place) {
            to[place] = clamped(from[place] * own.factor[place] + own.offset[place], limits);
        }
    });
}

void blend_pixels(
    std::size_t count, const affine& first, const float* x1, const affine& second, const float* x2,
    const clamp& bounds, float* y) {
    for_each_repeat(count, first.length, [&](std::size_t begin, std::size_t length) {
        const float* from1 = x1 + begin;
        const float* from2 = x2 + begin;
        float* to = y + begin;
        const affine own1 = first;
        const affine own2 = second;
        const clamp limits = bounds;
#pragma omp simd
        for (std::size_t place = 0; place < length; ++place) {
            const float sum = from1[place] * own1.factor[place] + from2[place] * own2.factor[place];
            to[place] = clamped(sum + (own1.offset[place] + own2.offset[place]), limits);
        }
    });
}

void measure_pixels(const pixel_run& run, const float* x, const channel_moments& moments) {
    const auto count = static_cast<double>(run.pixels);
    for_each_channel_block(run.channels, [&](auto block, std::size_t first) {
        using values = typename decltype(block)::values;
        const values origin = block.at(x + first);
        Eigen::Array<double, values::RowsAtCompileTime, 1> sum;
        Eigen::Array<double, values::RowsAtCompileTime, 1> squares;
        sum.setZero();
        squares.setZero();
        for_each_short_run(run.pixels, [&](std::size_t begin, std::size_t end) {
            values short_sum = values::Zero();
            values short_squares = values::Zero();
            for (std::size_t pixel = begin; pixel < end; ++pixel) {
                const values distance = block.at(x + pixel * run.channels + first) - origin;
                short_sum += distance;
                short_squares += distance.square();
            }
            sum += short_sum.template cast<double>();
            squares += short_squares.template cast<double>();
        });
        for (Eigen::Index place = 0; place < sum.size(); ++place) {
            const auto channel = first + static_cast<std::size_t>(place);
            moments.mean[channel] = static_cast<double>(origin[place]) + sum[place] / count;
            moments.squares[channel] =
                std::max(squares[place] - sum[place] * sum[place] / count, 0.0);
        }
    });
}

void mask_pixels(std::size_t count, const clamp& bounds, const float* y, float* g) {
    // Nothing touches a bound at infinity, infinity itself neither.
    const float high = bounds.high < std::numeric_limits<float>::infinity()
                           ? bounds.high
                           : std::numeric_limits<float>::quiet_NaN();
    const float low = bounds.low;
#pragma omp simd
    for (std::size_t place = 0; place < count; ++place) {
        const int touches = static_cast<int>(y[place] <= low) | static_cast<int>(y[place] >= high);
        g[place] = touches != 0 ? 0.0F : g[place];
    }
}

void sum_gradient(
    const pixel_run& run, const float* g, const float* x, const float* mean, double* sum,
    double* product) {
    for_each_channel_block(run.channels, [&](auto block, std::size_t first) {
        using values = typename decltype(block)::values;
        const values centre = block.at(mean + first);
        for_each_short_run(run.pixels, [&](std::size_t begin, std::size_t end) {
            values short_sum = values::Zero();
            values short_product = values::Zero();
            for (std::size_t pixel = begin; pixel < end; ++pixel) {
                const std::size_t place = pixel * run.channels + first;
                const values gradient = block.at(g + place);
                short_sum += gradient;
                short_product += gradient * (block.at(x + place) - centre);
            }
            add_block(short_sum, sum + first);
            add_block(short_product, product + first);
        });
    });
}

void sum_gradient(const pixel_run& run, const float* g, double* sum) {
    for_each_channel_block(run.channels, [&](auto block, std::size_t first) {
        using values = typename decltype(block)::values;
        for_each_short_run(run.pixels, [&](std::size_t begin, std::size_t end) {
            values short_sum = values::Zero();
            for (std::size_t pixel = begin; pixel < end; ++pixel) {
                short_sum += block.at(g + pixel * run.channels + first);
            }
            add_block(short_sum, sum + first);
        });
    });
}

void read_gradient(
    std::size_t count, const norm_slope& slope, const float* g, const float* x, float* d) {
    for_each_repeat(count, slope.length, [&](std::size_t begin, std::size_t length) {
        const float* gradient = g + begin;
        const float* value = x + begin;
        float* to = d + begin;
        const norm_slope own = slope;
#pragma omp simd
        for (std::size_t place = 0; place < length; ++place) {
            to[place] = gradient[place] * own.gradient[place] + value[place] * own.value[place] +
                        own.constant[place];
        }
    });
}

void add_to(std::size_t count, const float* more, float* sum) {
    as_array(sum, count) += as_array(more, count);
}

void to_channels_last(
    std::size_t images, std::size_t plane, std::size_t channels, const float* from, float* to) {
    if (plane == 1 || channels == 1) {
        std::copy_n(from, images * plane * channels, to);
        return;
    }
    for (std::size_t image = 0; image < images; ++image) {
        const std::size_t place = image * plane * channels;
        as_matrix(to + place, plane, channels) =
            as_matrix(from + place, channels, plane).transpose();
    }
}

void to_channels_first(
    std::size_t images, std::size_t plane, std::size_t channels, const float* from, float* to) {
    to_channels_last(images, channels, plane, from, to);
}

} // namespace nn
