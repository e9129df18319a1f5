#pragma once

#include "coppice/core/grouped.hpp"
#include "coppice/core/view.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>
#include <vector>

/// A tensor with memory of its own, in some layout. What lies between its elements is NaN, so that
/// whoever reads or writes there is found out.
template <class T>
class laid_out {
  public:
    /// @param values  in logical order: row-major, whatever the strides
    laid_out(
        const coppice::shape& extents, const coppice::shape& strides, const std::vector<T>& values)
        : extents_(extents), strides_(strides), memory_(space(), gap) {
        const coppice::grouped<T> places = singles(tensor());
        for (coppice::index i = 0; i < extents.size(); ++i) {
            *places.group(i) = values[static_cast<std::size_t>(i)];
        }
    }

    [[nodiscard]] coppice::view<T> tensor() { return {memory_.data(), extents_, strides_}; }

    /// In logical order.
    [[nodiscard]] std::vector<T> values() {
        const coppice::grouped<T> places = singles(tensor());
        std::vector<T> all;
        for (coppice::index i = 0; i < extents_.size(); ++i) {
            all.push_back(*places.group(i));
        }
        return all;
    }

    /// Elements in memory that are NaN: as many as there are gaps, unless the tensor has NaNs.
    [[nodiscard]] coppice::index gaps() const {
        coppice::index count = 0;
        for (const T& element : memory_) {
            count += std::isnan(element) ? 1 : 0;
        }
        return count;
    }

    [[nodiscard]] coppice::index gaps_expected() const {
        return static_cast<coppice::index>(memory_.size()) - extents_.size();
    }

  private:
    static constexpr T gap = std::numeric_limits<T>::quiet_NaN();

    [[nodiscard]] std::size_t space() const {
        coppice::index last = 0;
        for (int axis = 0; axis < extents_.rank(); ++axis) {
            last += (extents_[axis] - 1) * strides_[axis];
        }
        return static_cast<std::size_t>(last + 1);
    }

    coppice::shape extents_;
    coppice::shape strides_;
    std::vector<T> memory_;
};

/// Strides of a tensor in every kind of layout: row-major, first axis adjacent, with gaps along
/// every axis, with gaps between rows only and, for a convolution's weight, OHWI.
inline std::vector<coppice::shape> layouts(const coppice::shape& extents) {
    const coppice::shape adjacent = row_major(extents);
    coppice::shape first_adjacent = extents;
    coppice::shape spread = adjacent;
    coppice::shape padded = extents;
    coppice::index stride = 1;
    for (int axis = 0; axis < extents.rank(); ++axis) {
        first_adjacent[axis] = stride;
        stride *= extents[axis];
        spread[axis] = 3 * adjacent[axis];
    }
    stride = 1;
    for (int axis = extents.rank() - 1; axis >= 0; --axis) {
        padded[axis] = stride;
        stride = stride * extents[axis] + 5;
    }
    std::vector<coppice::shape> all{adjacent, first_adjacent, spread, padded};
    if (extents.rank() == 4) {
        float somewhere = 0;
        all.push_back(coppice::ohwi(&somewhere, extents).strides());
    }
    return all;
}
