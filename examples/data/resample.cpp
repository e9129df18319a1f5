#include "data/resample.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace data {
namespace {

/// What one pixel takes of a row or column.
struct taps {
    int first = 0;
    std::vector<float> weights;
};

/// For each of `size` pixels over [begin, begin + side) of a line of `length` pixels.
std::vector<taps> triangle(int length, double begin, int side, int size) {
    const double stride = static_cast<double>(side) / size;
    const double reach = std::max(stride, 1.0);
    std::vector<taps> all;
    for (int place = 0; place < size; ++place) {
        const double middle = begin + (place + 0.5) * stride;
        const int first = std::max(0, static_cast<int>(std::floor(middle - reach)));
        const int end = std::min(length, static_cast<int>(std::ceil(middle + reach)) + 1);
        taps made{first, {}};
        double sum = 0;
        for (int from = first; from < end; ++from) {
            const double weight = std::max(0.0, 1 - std::abs(from + 0.5 - middle) / reach);
            made.weights.push_back(static_cast<float>(weight));
            sum += weight;
        }
        for (float& weight : made.weights) {
            weight = static_cast<float>(static_cast<double>(weight) / sum);
        }
        all.push_back(std::move(made));
    }
    return all;
}

} // namespace

std::vector<std::uint8_t> resample_square(const picture& from, int size) {
    const int side = std::min(from.width, from.height);
    const std::vector<taps> across = triangle(from.width, (from.width - side) / 2.0, side, size);
    const std::vector<taps> down = triangle(from.height, (from.height - side) / 2.0, side, size);
    const auto out = static_cast<std::size_t>(size);
    const auto top = static_cast<std::size_t>(down.front().first); // of the rows that are read
    const std::size_t rows =
        static_cast<std::size_t>(down.back().first) + down.back().weights.size() - top;

    std::vector<float> narrow(rows * out * 3);
    for (std::size_t y = 0; y < rows; ++y) {
        const std::uint8_t* row =
            from.pixels.data() + (top + y) * static_cast<std::size_t>(from.width) * 3;
        for (std::size_t x = 0; x < out; ++x) {
            const std::uint8_t* pixel = row + std::ptrdiff_t{3} * across[x].first;
            float* to = narrow.data() + (y * out + x) * 3;
            for (const float weight : across[x].weights) {
                for (std::size_t channel = 0; channel < 3; ++channel) {
                    to[channel] += weight * static_cast<float>(*pixel++);
                }
            }
        }
    }

    std::vector<std::uint8_t> made(3 * out * out);
    std::vector<float> sums(3 * out);
    for (std::size_t y = 0; y < out; ++y) {
        std::fill(sums.begin(), sums.end(), 0.0F);
        const float* row =
            narrow.data() + (static_cast<std::size_t>(down[y].first) - top) * out * 3;
        for (const float weight : down[y].weights) {
            for (float& sum : sums) {
                sum += weight * *row++;
            }
        }
        for (std::size_t i = 0; i < sums.size(); ++i) {
            const float rounded = std::clamp(std::floor(sums[i] + 0.5F), 0.0F, 255.0F);
            made[(i % 3 * out + y) * out + i / 3] = static_cast<std::uint8_t>(rounded);
        }
    }
    return made;
}

} // namespace data
