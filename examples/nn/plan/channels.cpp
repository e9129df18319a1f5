#include "nn/plan/channels.hpp"

#include <algorithm>

#include "nn/matrix.hpp"

namespace nn {
namespace {

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

} // namespace

void read_pixels(
    const pixel_run& run, const affine& how, const clamp& bounds, const float* x, float* y) {
    for_each_pixel_block(run, [&](auto block, std::size_t first, std::size_t place) {
        block.at(y + place) =
            (block.at(x + place) * block.at(how.factor + first) + block.at(how.offset + first))
                .max(bounds.low)
                .min(bounds.high);
    });
}

void blend_pixels(
    const pixel_run& run, const affine& first, const float* x1, const affine& second,
    const float* x2, const clamp& bounds, float* y) {
    for_each_pixel_block(run, [&](auto block, std::size_t channel, std::size_t place) {
        block.at(y + place) =
            (block.at(x1 + place) * block.at(first.factor + channel) +
             block.at(x2 + place) * block.at(second.factor + channel) +
             (block.at(first.offset + channel) + block.at(second.offset + channel)))
                .max(bounds.low)
                .min(bounds.high);
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

void mask_pixels(const pixel_run& run, const clamp& bounds, const float* y, float* g) {
    const std::size_t count = run.pixels * run.channels;
    for (std::size_t place = 0; place < count; ++place) {
        const bool open = y[place] > bounds.low && y[place] < bounds.high;
        const float gradient = g[place];
        g[place] = open ? gradient : 0.0F;
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
    const pixel_run& run, const norm_slope& slope, const float* g, const float* x, float* d) {
    for_each_pixel_block(run, [&](auto block, std::size_t first, std::size_t place) {
        block.at(d + place) = block.at(g + place) * block.at(slope.gradient + first) +
                              block.at(x + place) * block.at(slope.value + first) +
                              block.at(slope.constant + first);
    });
}

void add_to(std::size_t count, const float* more, float* sum) {
    as_array(sum, count) += as_array(more, count);
}

void to_channels_last(
    std::size_t images, std::size_t plane, std::size_t channels, const float* from, float* to) {
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
