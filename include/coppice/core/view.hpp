#pragma once

#include "coppice/core/element.hpp"
#include "coppice/core/shape.hpp"

#include <cstddef>
#include <limits>
#include <type_traits>
#include <utility>

namespace coppice {

namespace detail {

/// Extents that may be multiplied.
/// @throws coppice::error for an extent below 1, and for more than 2^63 - 1 elements
[[nodiscard]] constexpr const shape& countable(const shape& extents) {
    for (const index extent : extents) {
        if (extent < 1) {
            throw error("view", "shape", text(extents), "at least 1 along every axis");
        }
    }
    index size = 1;
    for (const index extent : extents) {
        if (extent > std::numeric_limits<index>::max() / size) {
            throw error("view", "shape", text(extents), "of at most 2^63 - 1 elements");
        }
        size *= extent;
    }
    return extents;
}

/// @param extents  that may be multiplied
/// @throws coppice::error for a missing stride, one below 0, and for an element more than 2^63 - 1
///         after the first
constexpr void require_strides(const shape& extents, const shape& strides) {
    if (strides.rank() != extents.rank()) {
        throw error(
            "view", "number of strides", text(strides.rank()),
            text(extents.rank()) + ", one for every axis");
    }
    index last = 0;
    for (int axis = 0; axis < extents.rank(); ++axis) {
        const index steps = extents[axis] - 1;
        if (strides[axis] < 0) {
            throw error("view", "strides", text(strides), "at least 0 along every axis");
        }
        if (steps > 0 && strides[axis] > (std::numeric_limits<index>::max() - last) / steps) {
            throw error(
                "view", "strides", text(strides),
                "such that no element lies more than 2^63 - 1 after the first");
        }
        last += steps * strides[axis];
    }
}

} // namespace detail

/// A tensor in the host's memory: where it starts, its extents and its strides. It owns nothing.
///
/// Axes are always in logical order: a convolution's weight is output x input x height x width and
/// a dense layer's is output x input, whatever the memory layout; strides tell the layout. The
/// memory may belong to a device: only backends read through `data()`.
template <element T>
class view {
  public:
    constexpr view() = default;

    /// A row-major tensor (the last axis is adjacent in memory).
    /// @throws coppice::error for an extent below 1, more than 2^63 - 1 elements or a null pointer
    constexpr view(T* data, const shape& extents)
        : data_(data), extents_(detail::countable(extents)), strides_(row_major(extents)) {
        require_data();
    }

    /// A tensor with a stride, in elements, for every axis: 0 where all positions are one element.
    /// @throws coppice::error for an extent below 1, more than 2^63 - 1 elements, a null pointer, a
    ///         missing stride, one below 0, or an element more than 2^63 - 1 after the first
    constexpr view(T* data, const shape& extents, const shape& strides)
        : data_(data), extents_(detail::countable(extents)), strides_(strides) {
        require_data();
        detail::require_strides(extents, strides);
    }

    /// What may be written may also be read.
    template <class U>
        requires std::is_same_v<T, const U>
    constexpr view(const view<U>& other) // NOLINT(google-explicit-constructor)
        : data_(other.data()), extents_(other.extents()), strides_(other.strides()) {}

    [[nodiscard]] constexpr T* data() const noexcept { return data_; }
    [[nodiscard]] constexpr const shape& extents() const noexcept { return extents_; }
    [[nodiscard]] constexpr const shape& strides() const noexcept { return strides_; }
    [[nodiscard]] constexpr index extent(int axis) const noexcept { return extents_[axis]; }
    [[nodiscard]] constexpr int rank() const noexcept { return extents_.rank(); }
    [[nodiscard]] constexpr index size() const noexcept { return extents_.size(); }

  private:
    constexpr void require_data() const {
        if (data_ == nullptr) {
            throw error("view", "data", "null", "the address of the first element");
        }
    }

    T* data_ = nullptr;
    shape extents_;
    shape strides_;
};

/// A convolution's weight that lies in memory as output x height x width x input.
/// @param extents  in logical order: output x input x height x width
/// @throws coppice::error for extents of another number, and as a view does
template <element T>
[[nodiscard]] constexpr view<T> ohwi(T* data, const shape& extents) {
    if (extents.rank() != 4) {
        throw error("ohwi", "shape", text(extents), "output x input x height x width");
    }
    const index inputs = detail::countable(extents)[1];
    const index row = extents[3] * inputs;
    return {data, extents, shape{extents[2] * row, 1, row, inputs}};
}

/// The same tensor with its first two axes exchanged: an input x output weight as output x input.
template <element T>
[[nodiscard]] constexpr view<T> transposed(const view<T>& of) {
    if (of.rank() < 2) {
        throw error("transposed", "rank", text(of.rank()), "at least 2");
    }
    shape extents = of.extents();
    shape strides = of.strides();
    std::swap(extents[0], extents[1]);
    std::swap(strides[0], strides[1]);
    return {of.data(), extents, strides};
}

} // namespace coppice
