#pragma once

#include <cstdint>

#include "nn/accelerator/divisor.hpp"
#include "nn/anywhere.hpp"
#include "nn/node.hpp"

namespace nn {

/// Some places in a row, [begin, end).
struct place_range {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

/// How windows move along one axis.
struct window_axis {
    std::uint32_t kernel = 1;
    std::uint32_t stride = 1;
    std::uint32_t padding = 0;
    divisor input{};
    divisor output{};

    /// What the window of an output covers of the input.
    [[nodiscard]] NN_ANYWHERE place_range covered(std::uint32_t out) const {
        return {clipped(out * stride), clipped(out * stride + kernel)};
    }

    /// The outputs whose windows cover this place of the input.
    [[nodiscard]] NN_ANYWHERE place_range covering(std::uint32_t in) const {
        const std::uint32_t padded = in + padding;
        const std::uint32_t begin = padded < kernel ? 0 : (padded - kernel) / stride + 1;
        const std::uint32_t end = padded / stride + 1;
        return {begin, end < output.value() ? end : output.value()};
    }

  private:
    [[nodiscard]] NN_ANYWHERE std::uint32_t clipped(std::uint32_t padded) const {
        const std::uint32_t place = padded > padding ? padded - padding : 0;
        return place < input.value() ? place : input.value();
    }
};

/// The windows of a pooling node over channels-last memory.
struct pooling {
    window_axis rows{};
    window_axis columns{};
    divisor channels{};

    pooling() = default;
    explicit pooling(const node& self)
        : rows(axis_of(self.window, self.input.height, self.output.height)),
          columns(axis_of(self.window, self.input.width, self.output.width)),
          channels(static_cast<std::uint32_t>(self.input.channels)) {}

    /// The place of a pixel's channel in an image's memory.
    [[nodiscard]] NN_ANYWHERE std::uint32_t
    input_place(std::uint32_t image, std::uint32_t pixel, std::uint32_t channel) const {
        return (image * rows.input.value() * columns.input.value() + pixel) * channels.value() +
               channel;
    }
    [[nodiscard]] NN_ANYWHERE std::uint32_t output_place(
        std::uint32_t image, std::uint32_t row, std::uint32_t column, std::uint32_t channel) const {
        return ((image * rows.output.value() + row) * columns.output.value() + column) *
                   channels.value() +
               channel;
    }

  private:
    static window_axis axis_of(const geometry& window, std::size_t input, std::size_t output) {
        return {
            static_cast<std::uint32_t>(window.kernel), static_cast<std::uint32_t>(window.stride),
            static_cast<std::uint32_t>(window.padding), divisor(static_cast<std::uint32_t>(input)),
            divisor(static_cast<std::uint32_t>(output))};
    }
};

/// For each output, the largest of its window and which pixel of its image that is: see max_pool.
struct take_largest {
    pooling windows{};
    const float* x = nullptr;
    float* y = nullptr;
    std::uint32_t* winners = nullptr;

    NN_ANYWHERE void operator()(std::uint32_t place) const {
        place_in target{place};
        const std::uint32_t channel = target.take(windows.channels);
        const place_range columns = windows.columns.covered(target.take(windows.columns.output));
        const place_range rows = windows.rows.covered(target.take(windows.rows.output));
        const std::uint32_t width = windows.columns.input.value();
        std::uint32_t winner = rows.begin * width + columns.begin;
        float best = x[windows.input_place(target.rest, winner, channel)];
        for (std::uint32_t row = rows.begin; row < rows.end; ++row) {
            for (std::uint32_t column = columns.begin; column < columns.end; ++column) {
                const std::uint32_t pixel = row * width + column;
                const float other = x[windows.input_place(target.rest, pixel, channel)];
                if (other > best || other != other) {
                    best = other;
                    winner = pixel;
                }
            }
        }
        y[place] = best;
        winners[place] = winner;
    }
};

/// For each input, the gradients of all outputs that took it.
struct give_to_largest {
    pooling windows{};
    const float* dy = nullptr;
    const std::uint32_t* winners = nullptr;
    float* dx = nullptr;

    NN_ANYWHERE void operator()(std::uint32_t place) const {
        place_in source{place};
        const std::uint32_t channel = source.take(windows.channels);
        const std::uint32_t x = source.take(windows.columns.input);
        const std::uint32_t y = source.take(windows.rows.input);
        const std::uint32_t pixel = y * windows.columns.input.value() + x;
        const place_range rows = windows.rows.covering(y);
        const place_range columns = windows.columns.covering(x);
        float sum = 0.0F;
        for (std::uint32_t row = rows.begin; row < rows.end; ++row) {
            for (std::uint32_t column = columns.begin; column < columns.end; ++column) {
                const std::uint32_t from = windows.output_place(source.rest, row, column, channel);
                sum += winners[from] == pixel ? dy[from] : 0.0F;
            }
        }
        dx[place] = sum;
    }
};

/// For each output, `share` times the sum of its window: see average_pool.
struct take_mean {
    pooling windows{};
    float share = 1.0F;
    const float* x = nullptr;
    float* y = nullptr;

    NN_ANYWHERE void operator()(std::uint32_t place) const {
        place_in target{place};
        const std::uint32_t channel = target.take(windows.channels);
        const place_range columns = windows.columns.covered(target.take(windows.columns.output));
        const place_range rows = windows.rows.covered(target.take(windows.rows.output));
        float sum = 0.0F;
        for (std::uint32_t row = rows.begin; row < rows.end; ++row) {
            for (std::uint32_t column = columns.begin; column < columns.end; ++column) {
                const std::uint32_t pixel = row * windows.columns.input.value() + column;
                sum += x[windows.input_place(target.rest, pixel, channel)];
            }
        }
        y[place] = sum * share;
    }
};

/// For each input, `share` times the gradients of all outputs whose windows cover it.
struct give_share {
    pooling windows{};
    float share = 1.0F;
    const float* dy = nullptr;
    float* dx = nullptr;

    NN_ANYWHERE void operator()(std::uint32_t place) const {
        place_in source{place};
        const std::uint32_t channel = source.take(windows.channels);
        const place_range columns = windows.columns.covering(source.take(windows.columns.input));
        const place_range rows = windows.rows.covering(source.take(windows.rows.input));
        float sum = 0.0F;
        for (std::uint32_t row = rows.begin; row < rows.end; ++row) {
            for (std::uint32_t column = columns.begin; column < columns.end; ++column) {
                sum += dy[windows.output_place(source.rest, row, column, channel)] * share;
            }
        }
        dx[place] = sum;
    }
};

/// The mean of each channel of an image.
struct take_channel_mean {
    divisor plane{};
    divisor channels{};
    const float* x = nullptr;
    float* y = nullptr;

    NN_ANYWHERE void operator()(std::uint32_t place) const {
        const std::uint32_t image = channels.quotient(place);
        const std::uint32_t first =
            image * plane.value() * channels.value() + (place - image * channels.value());
        float sum = 0.0F;
        for (std::uint32_t pixel = 0; pixel < plane.value(); ++pixel) {
            sum += x[first + pixel * channels.value()];
        }
        y[place] = sum / static_cast<float>(plane.value());
    }
};

/// To each pixel of a channel its share of the gradient of the mean.
struct spread_channel_mean {
    divisor plane{};
    divisor channels{};
    const float* dy = nullptr;
    float* dx = nullptr;

    NN_ANYWHERE void operator()(std::uint32_t place) const {
        place_in source{place};
        const std::uint32_t channel = source.take(channels);
        source.take(plane);
        dx[place] =
            dy[source.rest * channels.value() + channel] / static_cast<float>(plane.value());
    }
};

} // namespace nn
