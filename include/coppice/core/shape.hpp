#pragma once

#include "coppice/core/error.hpp"
#include "coppice/core/text.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>

namespace coppice {

/// Counts, extents, strides and positions, in elements.
using index = std::int64_t;

/// A list of up to `max_rank` extents or strides, kept in place: a view never allocates.
class shape {
  public:
    static constexpr int max_rank = 8;

    constexpr shape() = default;

    /// @throws coppice::error for more than `max_rank` numbers
    constexpr shape(std::initializer_list<index> numbers) {
        for (const index number : numbers) {
            push_back(number);
        }
    }

    [[nodiscard]] constexpr int rank() const noexcept { return rank_; }
    [[nodiscard]] constexpr index operator[](int axis) const noexcept { return numbers_[at(axis)]; }
    [[nodiscard]] constexpr index& operator[](int axis) noexcept { return numbers_[at(axis)]; }
    [[nodiscard]] constexpr const index* begin() const noexcept { return numbers_.data(); }
    [[nodiscard]] constexpr const index* end() const noexcept { return numbers_.data() + rank_; }

    /// @throws coppice::error when the shape is full
    constexpr void push_back(index number) {
        if (rank_ == max_rank) {
            throw error("shape", "rank", text(rank_ + 1), "at most " + text(max_rank));
        }
        numbers_[at(rank_++)] = number;
    }

    /// The product of the extents: the number of elements; 1 for rank 0. It is at most 2^63 - 1 for
    /// the extents of a view.
    [[nodiscard]] constexpr index size() const noexcept {
        index product = 1;
        for (const index extent : *this) {
            product *= extent;
        }
        return product;
    }

    [[nodiscard]] friend constexpr bool operator==(const shape&, const shape&) noexcept = default;

  private:
    [[nodiscard]] static constexpr std::size_t at(int axis) noexcept {
        return static_cast<std::size_t>(axis);
    }

    std::array<index, max_rank> numbers_{}; ///< zero from rank_ on
    int rank_ = 0;
};

/// Strides, in elements, of a tensor whose last axis is adjacent in memory.
/// @param extents  of a tensor of at most 2^63 - 1 elements
[[nodiscard]] constexpr shape row_major(const shape& extents) {
    shape strides = extents;
    index stride = 1;
    for (int axis = extents.rank() - 1; axis >= 0; --axis) {
        strides[axis] = stride;
        stride *= extents[axis];
    }
    return strides;
}

/// "64 x 3 x 3 x 3"
[[nodiscard]] inline std::string text(const shape& extents) {
    std::string written;
    for (const index extent : extents) {
        written += (written.empty() ? "" : " x ") + text(extent);
    }
    return written.empty() ? "scalar" : written;
}

} // namespace coppice
