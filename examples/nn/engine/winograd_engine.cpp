#include <algorithm>
#include <array>
#include <type_traits>
#include <vector>

#include <Eigen/Core>

#include "nn/engine/convolution_engine.hpp"
#include "nn/engine/lane_sums.hpp"
#include "nn/engine/matrix_product.hpp"
#include "nn/engine/winograd.hpp"
#include "nn/parallel.hpp"

namespace nn {
namespace {

using winograd::points;

/// Calls `body(channel, number of them)` for vectors of channels, and for what is left singly.
template <class Body>
void for_each_vector(std::size_t channels, const Body& body) {
    constexpr std::size_t width = 8;
    std::size_t channel = 0;
    for (; channel + width <= channels; channel += width) {
        body(channel, std::integral_constant<int, width>{});
    }
    for (; channel < channels; ++channel) {
        body(channel, std::integral_constant<int, 1>{});
    }
}

template <int Width>
using vector = Eigen::Array<float, Width, 1>;

template <int Width>
vector<Width> read(const float* from) {
    return Eigen::Map<const vector<Width>>(from);
}

template <int Width>
void write(const vector<Width>& from, float* to) {
    std::copy_n(from.data(), Width, to);
}

/// The tiles of 2 x 2 pixels that images are cut into.
class tiling {
  public:
    explicit tiling(std::size_t images, const image_shape& tiled)
        : rows_((tiled.height + 1) / 2), columns_((tiled.width + 1) / 2),
          count_(images * rows_ * columns_) {}

    [[nodiscard]] std::size_t count() const { return count_; }

    /// A square of pixels of images of these extents, of which the first lies `before` rows and
    /// columns before the tile: where each pixel's channels are, or null outside of the image.
    template <std::size_t Size, class Number>
    [[nodiscard]] std::array<Number*, Size * Size>
    square(std::size_t tile, const image_shape& extents, std::size_t before, Number* images) const {
        const std::size_t image = tile / (rows_ * columns_);
        const std::size_t row = 2 * (tile / columns_ % rows_);
        const std::size_t column = 2 * (tile % columns_);
        std::array<Number*, Size * Size> pixels{};
        for (std::size_t i = 0; i < Size; ++i) {
            const std::size_t y = row + i - before;
            for (std::size_t j = 0; j < Size; ++j) {
                const std::size_t x = column + j - before;
                // Before the first row or column the unsigned difference is huge.
                if (y < extents.height && x < extents.width) {
                    pixels[i * Size + j] =
                        images +
                        ((image * extents.height + y) * extents.width + x) * extents.channels;
                }
            }
        }
        return pixels;
    }

  private:
    std::size_t rows_;
    std::size_t columns_;
    std::size_t count_;
};

template <int Width, std::size_t Count>
std::array<vector<Width>, Count>
read_pixels(const std::array<const float*, Count>& pixels, std::size_t channel) {
    std::array<vector<Width>, Count> found;
    for (std::size_t place = 0; place < Count; ++place) {
        if (pixels[place] == nullptr) {
            found[place].setZero();
        } else {
            found[place] = read<Width>(pixels[place] + channel);
        }
    }
    return found;
}

/// Numbers of a transformed tile, `stride` apart.
template <int Width>
std::array<vector<Width>, points> read_points(const float* from, std::size_t stride) {
    std::array<vector<Width>, points> found;
    for (std::size_t point = 0; point < points; ++point) {
        found[point] = read<Width>(from + point * stride);
    }
    return found;
}

template <int Width>
void write_points(const std::array<vector<Width>, points>& from, float* to, std::size_t stride) {
    for (std::size_t point = 0; point < points; ++point) {
        write<Width>(from[point], to + point * stride);
    }
}

/// Filters, `stride` apart, tap by tap.
template <int Width>
std::array<vector<Width>, 9> read_filters(const float* from, std::size_t stride) {
    std::array<vector<Width>, 9> found;
    for (std::size_t tap = 0; tap < 9; ++tap) {
        for (int lane = 0; lane < Width; ++lane) {
            found[tap][lane] = from[static_cast<std::size_t>(lane) * stride + tap];
        }
    }
    return found;
}

/// From which extents to which a convolution goes, or its input's gradient.
struct direction {
    direction(
        std::size_t images, const image_shape& read, const image_shape& written, std::size_t padded)
        : from(read), to(written), padding(padded), tiles(images, written) {
        constexpr std::size_t cache = std::size_t{1} << 20U;
        const std::size_t tile = points * (from.channels + to.channels) * sizeof(float);
        at_once = std::min(std::max(cache / tile, std::size_t{64}), tiles.count());
    }

    image_shape from;
    image_shape to;
    std::size_t padding;
    tiling tiles;
    /// Tiles that are computed together: enough for a product of matrices to be fast, and otherwise
    /// no more than fit into a cache with what they become.
    std::size_t at_once;
};

/// B^T d B of some tiles, [point, tile, channel].
void transform_inputs(
    const direction& way, std::size_t first, std::size_t count, const float* images,
    float* transformed) {
    const std::size_t channels = way.from.channels;
    for (std::size_t tile = 0; tile < count; ++tile) {
        const auto pixels = way.tiles.square<4>(first + tile, way.from, way.padding, images);
        for_each_vector(channels, [&](std::size_t channel, auto width) {
            const auto found = winograd::transform_input(read_pixels<width>(pixels, channel));
            write_points<width>(found, transformed + tile * channels + channel, count * channels);
        });
    }
}

/// A^T m A of some tiles, plus the bias, where it lies on the images.
void transform_outputs(
    const direction& way, std::size_t first, std::size_t count, const float* products,
    const float* bias, float* images) {
    const std::size_t channels = way.to.channels;
    for (std::size_t tile = 0; tile < count; ++tile) {
        const auto pixels = way.tiles.square<2>(first + tile, way.to, 0, images);
        for_each_vector(channels, [&](std::size_t channel, auto width) {
            const auto given = winograd::transform_output(
                read_points<width>(products + tile * channels + channel, count * channels));
            for (std::size_t place = 0; place < pixels.size(); ++place) {
                if (pixels[place] != nullptr && bias != nullptr) {
                    write<width>(
                        given[place] + read<width>(bias + channel), pixels[place] + channel);
                } else if (pixels[place] != nullptr) {
                    write<width>(given[place], pixels[place] + channel);
                }
            }
        });
    }
}

/// A dy A^T of some tiles, [point, tile, channel].
void transform_output_gradients(
    const direction& way, std::size_t first, std::size_t count, const float* images,
    float* transformed) {
    const std::size_t channels = way.to.channels;
    for (std::size_t tile = 0; tile < count; ++tile) {
        const auto pixels = way.tiles.square<2>(first + tile, way.to, 0, images);
        for_each_vector(channels, [&](std::size_t channel, auto width) {
            const auto found =
                winograd::transform_output_gradient(read_pixels<width>(pixels, channel));
            write_points<width>(found, transformed + tile * channels + channel, count * channels);
        });
    }
}

class winograd_engine : public convolution_engine {
  public:
    winograd_engine(const convolution_problem& problem, std::size_t threads, std::size_t lanes)
        : ahead_{problem.images, problem.input, problem.output, problem.window.padding},
          back_{problem.images, problem.output, problem.input, 2 - problem.window.padding},
          sums_(lanes, points * weights()), forward_(threads, nullptr),
          backward_input_(threads, nullptr), backward_weights_(threads, nullptr) {}

    // [point, input, output].
    void take_forward_weights(const float* weight, step_memory& memory) override {
        forward_weight_ = memory.take(points * weights());
        take_tiles(ahead_, forward_, memory);
        for (std::size_t in = 0; in < inputs(); ++in) {
            for_each_vector(outputs(), [&](std::size_t out, auto width) {
                const auto filters = read_filters<width>(weight + 9 * place(in, out), 9 * inputs());
                keep<width>(filters, forward_weight_ + in * outputs() + out);
            });
        }
    }

    // [point, output, input], for a window that is turned round.
    void take_backward_weights(const float* weight, step_memory& memory) override {
        backward_weight_ = memory.take(points * weights());
        take_tiles(back_, backward_input_, memory);
        for (std::size_t out = 0; out < outputs(); ++out) {
            for_each_vector(inputs(), [&](std::size_t in, auto width) {
                auto filters = read_filters<width>(weight + 9 * place(in, out), 9);
                std::reverse(filters.begin(), filters.end());
                keep<width>(filters, backward_weight_ + out * inputs() + in);
            });
        }
    }

    void forward(const float* input, const float* bias, float* output) override {
        convolve(ahead_, forward_[thread_index()], input, forward_weight_, bias, output);
    }

    void input_gradient(const float* output_gradient, float* input_gradient) override {
        convolve(
            back_, backward_input_[thread_index()], output_gradient, backward_weight_, nullptr,
            input_gradient);
    }

    void clear_weight_gradient(step_memory& memory) override {
        sums_.clear(memory);
        take_tiles(ahead_, backward_weights_, memory);
    }

    void add_weight_gradient(
        std::size_t lane, const float* input, const float* output_gradient) override {
        for (std::size_t first = 0; first < ahead_.tiles.count(); first += ahead_.at_once) {
            const std::size_t count = std::min(ahead_.at_once, ahead_.tiles.count() - first);
            float* inputs_there = backward_weights_[thread_index()];
            float* gradients_there = inputs_there + points * count * inputs();
            transform_inputs(ahead_, first, count, input, inputs_there);
            transform_output_gradients(ahead_, first, count, output_gradient, gradients_there);
            sums_.accumulate(lane, [&](float* sum, bool add) {
                for (std::size_t point = 0; point < points; ++point) {
                    multiply(
                        inputs(), count, outputs(),
                        {inputs_there + point * count * inputs(), inputs(), true},
                        {gradients_there + point * count * outputs(), outputs()},
                        sum + point * weights(), outputs(), add);
                }
            });
        }
    }

    void give_weight_gradient(float* gradient) override {
        const float* total = sums_.total();
        if (total == nullptr) {
            return;
        }
        for (std::size_t in = 0; in < inputs(); ++in) {
            for_each_vector(outputs(), [&](std::size_t out, auto width) {
                const auto filters = winograd::transform_filter_gradient(
                    read_points<width>(total + in * outputs() + out, weights()));
                for (int lane = 0; lane < width; ++lane) {
                    float* filter = gradient + 9 * place(in, out + static_cast<std::size_t>(lane));
                    for (std::size_t tap = 0; tap < 9; ++tap) {
                        filter[tap] += filters[tap][lane];
                    }
                }
            });
        }
    }

  private:
    [[nodiscard]] std::size_t inputs() const { return ahead_.from.channels; }
    [[nodiscard]] std::size_t outputs() const { return ahead_.to.channels; }
    [[nodiscard]] std::size_t weights() const { return inputs() * outputs(); }

    /// Of a filter, among the caller's.
    [[nodiscard]] std::size_t place(std::size_t in, std::size_t out) const {
        return out * inputs() + in;
    }

    static void
    take_tiles(const direction& way, std::vector<float*>& of_threads, step_memory& memory) {
        for (float*& one : of_threads) {
            one = memory.take(points * way.at_once * (way.from.channels + way.to.channels));
        }
    }

    /// Transforms filters; their points lie a matrix apart.
    template <int Width>
    void keep(const std::array<vector<Width>, 9>& filters, float* to) const {
        write_points<Width>(winograd::transform_filter(filters), to, weights());
    }

    void convolve(
        const direction& way, float* transformed, const float* from, const float* weight,
        const float* bias, float* to) const {
        for (std::size_t first = 0; first < way.tiles.count(); first += way.at_once) {
            const std::size_t count = std::min(way.at_once, way.tiles.count() - first);
            float* products = transformed + points * count * way.from.channels;
            transform_inputs(way, first, count, from, transformed);
            for (std::size_t point = 0; point < points; ++point) {
                multiply(
                    count, way.from.channels, way.to.channels,
                    {transformed + point * count * way.from.channels, way.from.channels},
                    {weight + point * weights(), way.to.channels},
                    products + point * count * way.to.channels, way.to.channels);
            }
            transform_outputs(way, first, count, products, bias, to);
        }
    }

    direction ahead_;
    direction back_;
    float* forward_weight_ = nullptr;
    float* backward_weight_ = nullptr;
    lane_sums sums_;
    /// Of each thread: some tiles transformed, and what they become.
    std::vector<float*> forward_;
    std::vector<float*> backward_input_;
    std::vector<float*> backward_weights_;
};

} // namespace

std::unique_ptr<convolution_engine>
make_winograd_engine(const convolution_problem& problem, std::size_t threads, std::size_t lanes) {
    return std::make_unique<winograd_engine>(problem, threads, lanes);
}

} // namespace nn
