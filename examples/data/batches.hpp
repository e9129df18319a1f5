#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "data/augmentation.hpp"
#include "data/images.hpp"
#include "data/normalisation.hpp"

namespace data {

/// How `batches` goes through a set. The defaults are those for evaluation.
struct batch_options {
    std::size_t batch_size = 128;
    bool shuffle = false;      ///< a new order every epoch; otherwise as the images lie
    std::uint64_t seed = 0;    ///< for shuffling and augmentation
    augmentation augment = {}; ///< off by default
};

/// Goes through a set in batches, and writes each as normalised numbers into the caller's buffers.
/// What an epoch yields is a pure function of the set, the options and the number of the epoch, so
/// that a run can be repeated or resumed. No memory is allocated after construction.
///
///     data::batches batches(set, scale, {.batch_size = 64, .shuffle = true, .seed = 7});
///     std::vector<float> inputs(batches.values());
///     std::vector<int> labels(batches.batch_size());
///     batches.start(epoch);
///     while (const std::size_t count = batches.next(inputs, labels)) { ... }
class batches {
  public:
    /// @param set      has to outlive this object
    /// @param scale    one mean and deviation a channel
    /// @param options  see there
    /// @throws std::invalid_argument where set, scale or options do not fit each other
    batches(const images& set, const normalisation& scale, const batch_options& options = {});
    batches(images&& set, const normalisation& scale, const batch_options& options = {}) = delete;

    /// Goes to the first batch of an epoch; epoch 0 is ready after construction.
    void start(std::uint64_t epoch);

    /// Takes another seed for shuffling and augmentation, and goes to the first batch of epoch 0.
    void reseed(std::uint64_t seed);

    /// Writes the next batch. The last one of an epoch holds what is left.
    /// @param inputs  [batch_size, channels, height, width], or longer
    /// @param labels  [batch_size], or longer
    /// @returns how many images were written, 0 at the end of the epoch
    /// @throws std::invalid_argument where a buffer is too short for a full batch
    std::size_t next(std::span<float> inputs, std::span<int> labels);

    /// Where in the set the images of the last batch lie, in order.
    [[nodiscard]] std::span<const std::size_t> indices() const { return last_; }

    /// Batches an epoch, the last partial one included.
    [[nodiscard]] std::size_t count() const;

    [[nodiscard]] std::size_t batch_size() const { return options_.batch_size; }

    /// Numbers that a full batch needs: batch_size * channels * height * width.
    [[nodiscard]] std::size_t values() const;

  private:
    void write_image(std::size_t index, float* to) const;
    void write_shifted(const placement& placed, const std::uint8_t* plane, float* to) const;
    void write_warped(const placement& placed, const std::uint8_t* plane, float* to) const;

    const images* set_;
    batch_options options_;
    std::vector<std::array<float, 256>> normalised_; // a table of every pixel value a channel
    std::vector<std::size_t> order_;
    std::uint64_t epoch_ = 0;
    std::size_t position_ = 0;
    std::span<const std::size_t> last_; // of order_
};

} // namespace data
