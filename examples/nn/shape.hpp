#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <string>

namespace nn {

/// The extents of a tensor, outermost first; at most four of them.
class shape {
  public:
    static constexpr std::size_t max_rank = 4;

    constexpr shape() = default;

    /// Throws std::invalid_argument where there are more than `max_rank` extents.
    shape(std::initializer_list<std::size_t> extents);

    [[nodiscard]] constexpr std::size_t rank() const { return rank_; }
    [[nodiscard]] constexpr std::size_t operator[](std::size_t axis) const {
        return extents_[axis];
    }
    [[nodiscard]] constexpr const std::size_t* begin() const { return extents_.data(); }
    [[nodiscard]] constexpr const std::size_t* end() const { return extents_.data() + rank_; }

    /// The product of the extents; zero for a shape without any.
    [[nodiscard]] std::size_t size() const;

    friend bool operator==(const shape&, const shape&) = default;

  private:
    std::array<std::size_t, max_rank> extents_{};
    std::size_t rank_ = 0;
};

/// "16x3x3x3"; "empty" for a shape without extents.
[[nodiscard]] std::string to_string(const shape& extents);

/// The extents of one image, or of one row of features (height = width = 1), without the batch.
struct image_shape {
    std::size_t channels = 1;
    std::size_t height = 1;
    std::size_t width = 1;

    /// Pixels of one channel.
    [[nodiscard]] constexpr std::size_t plane() const { return height * width; }
    [[nodiscard]] constexpr std::size_t size() const { return channels * plane(); }

    /// The extents of a batch of such images.
    [[nodiscard]] shape batch_of(std::size_t images) const {
        return {images, channels, height, width};
    }

    friend bool operator==(const image_shape&, const image_shape&) = default;
};

/// "3x32x32".
[[nodiscard]] std::string to_string(const image_shape& image);

} // namespace nn
