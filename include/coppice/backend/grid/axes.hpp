#pragma once

#include "coppice/core/shape.hpp"

#include <cstdint>
#include <limits>

namespace coppice::backend::grid {

/// number / divisor, in 32 bits where those hold both: a GPU divides 64 bits in many steps.
[[nodiscard]] constexpr index quotient(index number, index divisor) {
    constexpr index most = std::numeric_limits<std::uint32_t>::max();
    if (number <= most && divisor <= most) {
        return static_cast<std::uint32_t>(number) / static_cast<std::uint32_t>(divisor);
    }
    return number / divisor;
}

/// Extents and strides, counted through in row-major order. Axes that lie in memory like a single
/// one are one, so that a dense tensor takes no division.
struct axes {
    index extents[shape::max_rank] = {};
    index strides[shape::max_rank] = {};
    int rank = 0;

    constexpr axes() = default;

    constexpr axes(const shape& of, const shape& apart) {
        for (int axis = 0; axis < of.rank(); ++axis) {
            if (of[axis] == 1) {
                continue;
            }
            if (rank > 0 && strides[rank - 1] == of[axis] * apart[axis]) {
                extents[rank - 1] *= of[axis];
            } else {
                extents[rank++] = of[axis];
            }
            strides[rank - 1] = apart[axis];
        }
    }

    /// Whether number n lies n elements from the start.
    [[nodiscard]] constexpr bool adjacent() const {
        return rank == 0 || (rank == 1 && strides[0] == 1);
    }

    /// Where a number lies, in elements from the start.
    [[nodiscard]] constexpr index offset(index number) const {
        index position = 0;
        for (int axis = rank - 1; axis > 0; --axis) {
            const index rest = quotient(number, extents[axis]);
            position += (number - rest * extents[axis]) * strides[axis];
            number = rest;
        }
        return position + number * strides[0];
    }
};

} // namespace coppice::backend::grid
