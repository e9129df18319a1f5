#pragma once

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

    void walk(int axis, const T* read, T* written) const {
        if (axis == listed_) {
            copy_run(axis, read, written);
        } else if (axis == listed_ - 1 && adjacent_) {
            copy_row(axis, read, written);
        } else {
            const std::vector<index>& positions = list(axis);
            for (index i = 0; i < to_.extent(axis); ++i) {
                const index at = positions.empty() ? i : positions[static_cast<std::size_t>(i)];
                walk(
                    axis + 1, read + at * from_.strides()[axis], written + i * to_.strides()[axis]);
            }
        }
    }

    /// Along the last axis with a list.
    void copy_row(int axis, const T* read, T* written) const {
        const index stride = from_.strides()[axis];
        const index step = to_.strides()[axis];
        if (run_ == 1) {
            for (const index position : list(axis)) {
                *written = read[position * stride];
                written += step;
            }
        } else {
            for (const index position : list(axis)) {
                const T* const first = read + position * stride;
                for (index m = 0; m < run_; ++m) { // runs are short: the positions of a kernel
                    written[m] = first[m];
                }
                written += step;
            }
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
