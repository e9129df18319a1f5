#include "data/batches.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <string>

#include "data/random.hpp"

namespace data {
namespace {

constexpr std::uint64_t order_stream = 1;
constexpr std::uint64_t augmentation_stream = 2;
constexpr int largest_padding = 65535;

void expect(bool good, const std::string& found, const std::string& expected) {
    if (!good) {
        throw std::invalid_argument("batches: found " + found + ", expected " + expected);
    }
}

void expect_room(const std::string& name, std::size_t found, std::size_t needed) {
    if (found < needed) {
        expect(
            false, "a buffer for " + std::to_string(found) + " " + name,
            "room for a full batch of " + std::to_string(needed));
    }
}

} // namespace

batches::batches(const images& set, const normalisation& scale, const batch_options& options)
    : set_(&set), options_(options), order_(set.count) {
    check(set);
    const auto channels = static_cast<std::size_t>(set.channels);
    expect(options.batch_size > 0, "a batch size of 0", "at least 1");
    expect(
        options.augment.padding >= 0 && options.augment.padding <= largest_padding,
        "a padding of " + std::to_string(options.augment.padding) + " pixels",
        "0 to " + std::to_string(largest_padding));
    expect(
        options.augment.rotation >= 0 && options.augment.rotation <= 180,
        "a rotation by " + std::to_string(options.augment.rotation) + " degrees", "0 to 180");
    expect(
        options.augment.warp >= 0 && options.augment.warp < 0.5,
        "a warp of " + std::to_string(options.augment.warp), "at least 0 and below 0.5");
    expect(
        scale.mean.size() == channels && scale.deviation.size() == channels,
        "a normalisation of " + std::to_string(scale.mean.size()) + " means and " +
            std::to_string(scale.deviation.size()) + " deviations",
        "one each for " + std::to_string(channels) + " channels");
    for (std::size_t channel = 0; channel < channels; ++channel) {
        expect(
            scale.deviation[channel] > 0,
            "a deviation of " + std::to_string(scale.deviation[channel]), "a number above 0");
        std::array<float, 256>& table = normalised_.emplace_back();
        for (std::size_t value = 0; value < table.size(); ++value) {
            table[value] = (static_cast<float>(value) / 255.0F - scale.mean[channel]) /
                           scale.deviation[channel];
        }
    }
    start(0);
}

void batches::start(std::uint64_t epoch) {
    epoch_ = epoch;
    position_ = 0;
    last_ = {};
    if (options_.shuffle) {
        permute(order_, seed_for(seed_for(options_.seed, order_stream), epoch));
    } else {
        std::iota(order_.begin(), order_.end(), std::size_t{0});
    }
}

void batches::reseed(std::uint64_t seed) {
    options_.seed = seed;
    start(0);
}

std::size_t batches::next(std::span<float> inputs, std::span<int> labels) {
    expect_room("values", inputs.size(), values());
    expect_room("labels", labels.size(), batch_size());
    const std::size_t size = image_size(*set_);
    const std::size_t written = std::min(batch_size(), set_->count - position_);
    for (std::size_t i = 0; i < written; ++i) {
        const std::size_t index = order_[position_ + i];
        write_image(index, inputs.data() + i * size);
        labels[i] = set_->labels[index];
    }
    last_ = std::span<const std::size_t>(order_).subspan(position_, written);
    position_ += written;
    return written;
}

std::size_t batches::count() const {
    return set_->count / batch_size() + (set_->count % batch_size() == 0 ? 0 : 1);
}

std::size_t batches::values() const {
    return batch_size() * image_size(*set_);
}

void batches::write_image(std::size_t index, float* to) const {
    const std::uint64_t seed = seed_for(options_.seed, augmentation_stream);
    const placement placed = place(options_.augment, seed, epoch_, index);
    const std::uint8_t* const plane = set_->pixels.data() + index * image_size(*set_);
    if (options_.augment.bends()) {
        write_warped(placed, plane, to);
    } else {
        write_shifted(placed, plane, to);
    }
}

void batches::write_shifted(const placement& placed, const std::uint8_t* plane, float* to) const {
    const int height = set_->height;
    const int width = set_->width;
    for (const std::array<float, 256>& table : normalised_) {
        for (int y = 0; y < height; ++y) {
            const int row = y + placed.down;
            const bool row_inside = row >= 0 && row < height;
            for (int x = 0; x < width; ++x) {
                const int column = (placed.flip ? width - 1 - x : x) + placed.right;
                const bool inside = row_inside && column >= 0 && column < width;
                *to++ = table[inside ? plane[std::ptrdiff_t{row} * width + column] : 0];
            }
        }
        plane += std::ptrdiff_t{height} * width;
    }
}

void batches::write_warped(const placement& placed, const std::uint8_t* plane, float* to) const {
    const warping from(placed, set_->height, set_->width);
    const std::ptrdiff_t size = std::ptrdiff_t{set_->height} * set_->width;
    for (int y = 0; y < set_->height; ++y) {
        for (int x = 0; x < set_->width; ++x, ++to) {
            const source_point at = from(y, x);
            std::ptrdiff_t channel = 0;
            for (const std::array<float, 256>& table : normalised_) {
                const float value = sample(plane + channel, set_->height, set_->width, at) / 255.0F;
                to[channel] = table.front() + value * (table.back() - table.front());
                channel += size;
            }
        }
    }
}

} // namespace data
