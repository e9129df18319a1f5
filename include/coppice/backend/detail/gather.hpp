#pragma once

#include "coppice/backend/detail/prefetch.hpp"
#include "coppice/core/view.hpp"

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace coppice::backend::detail {

/// Copies what stays of a tensor in the host's memory. Trailing axes that no list touches are one
/// run; runs are copied row by row, in the order of `to`. Both may start in the same place if their
/// last axes lie closest in memory and the positions listed rise: what is read is never behind what
/// was written.
template <element T>
class gatherer {
  public:
    gatherer(const view<const T>& from, std::span<const std::vector<index>> kept, const view<T>& to)
        : from_(from), kept_(kept), to_(to) {
        while (listed_ > 0 && list(listed_ - 1).empty()) {
            --listed_;
        }
        adjacent_ = true;
        for (int axis = to.rank() - 1; axis >= listed_; --axis) {
            const bool only = to.extent(axis) == 1;
            adjacent_ =
                adjacent_ && (only || (from.strides()[axis] == run_ && to.strides()[axis] == run_));
            run_ *= to.extent(axis);
        }
    }

    void operator()() const { walk(0, from_.data(), to_.data()); }

  private:
    [[nodiscard]] const std::vector<index>& list(int axis) const {
        return kept_[static_cast<std::size_t>(axis)];
    }

    /// Where the i-th position that stays lies along an axis.
    [[nodiscard]] index place(int axis, index i) const {
        const std::vector<index>& positions = list(axis);
        const index at = positions.empty() ? i : positions[static_cast<std::size_t>(i)];
        return at * from_.strides()[axis];
    }

    void walk(int axis, const T* read, T* written) const {
        if (axis == listed_) {
            copy_run(axis, read, written);
        } else if (axis == listed_ - 1 && adjacent_) {
            copy_row(axis, read, read, written);
        } else if (axis == listed_ - 2 && adjacent_) {
            copy_rows(axis, read, written);
        } else {
            for (index i = 0; i < to_.extent(axis); ++i) {
                walk(axis + 1, read + place(axis, i), written + i * to_.strides()[axis]);
            }
        }
    }

    /// Rows along the last axis with a list, while the next one is on its way: the processor cannot
    /// foresee which rows stay.
    void copy_rows(int axis, const T* read, T* written) const {
        const index rows = to_.extent(axis);
        for (index i = 0; i < rows; ++i) {
            const index next = std::min(i + 1, rows - 1);
            copy_row(
                axis + 1, read + place(axis, i), read + place(axis, next),
                written + i * to_.strides()[axis]);
        }
    }

    void copy_row(int axis, const T* read, const T* next, T* written) const {
        const index stride = from_.strides()[axis];
        const index step = to_.strides()[axis];
        const std::span<const index> positions = list(axis);
        if (run_ == 1) {
            copy_singly(positions, stride, step, read, next, written);
            return;
        }
        for (const index position : positions) {
            const T* const first = read + position * stride;
            prefetch(next + position * stride, 1);
            for (index m = 0; m < run_; ++m) { // runs are short: the positions of a kernel
                written[m] = first[m];
            }
            written += step;
        }
    }

    static void copy_singly(
        std::span<const index> positions, index stride, index step, const T* read, const T* next,
        T* written) {
        constexpr std::size_t at_once = 8; // about as many as a cache line has
        std::size_t i = 0;
        for (; i + at_once <= positions.size(); i += at_once) {
            prefetch(next + positions[i] * stride, 1);
            for (std::size_t k = i; k < i + at_once; ++k) {
                *written = read[positions[k] * stride];
                written += step;
            }
        }
        for (; i < positions.size(); ++i) {
            *written = read[positions[i] * stride];
            written += step;
        }
    }

    void copy_run(int axis, const T* read, T* written) const {
        if (adjacent_) {
            std::copy_n(read, run_, written);
        } else if (axis == to_.rank()) {
            *written = *read;
        } else {
            for (index i = 0; i < to_.extent(axis); ++i) {
                copy_run(
                    axis + 1, read + i * from_.strides()[axis], written + i * to_.strides()[axis]);
            }
        }
    }

    const view<const T>& from_;
    std::span<const std::vector<index>> kept_;
    const view<T>& to_;
    int listed_ = to_.rank(); ///< axes before this one have lists or stand before one that has
    index run_ = 1;           ///< elements of the axes from there on
    bool adjacent_ = true;    ///< whether they lie side by side, in both
};

} // namespace coppice::backend::detail
