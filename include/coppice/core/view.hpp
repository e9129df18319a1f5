#pragma once

#include "coppice/core/element.hpp"
#include "coppice/core/shape.hpp"

#include <cstddef>
#include <type_traits>
#include <utility>

namespace coppice {

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
    /// @throws coppice::error for an extent below 1 or a null pointer
    constexpr view(T* data, const shape& extents) : view(data, extents, row_major(extents)) {}

    /// A tensor with a stride, in elements, for every axis.
    /// @throws coppice::error for an extent below 1, a null pointer or a missing stride
    constexpr view(T* data, const shape& extents, const shape& strides)
        : data_(data), extents_(extents), strides_(strides) {
        for (const index extent : extents) {
            if (extent < 1) {
                throw error("view", "shape", text(extents), "at least 1 along every axis");
            }
        }
        if (data == nullptr) {
            throw error("view", "data", "null", "the address of the first element");
        }
        if (strides.rank() != extents.rank()) {
            throw error(
                "view", "number of strides", text(strides.rank()),
                text(extents.rank()) + ", one for every axis");
        }
    }

    /// What may be written may also be read.
    template <class U>
        requires std::is_same_v<T, const U>
    constexpr view(const view<U>& other) // NOLINT(google-explicit-constructor)
        : view(other.data(), other.extents(), other.strides()) {}

    [[nodiscard]] constexpr T* data() const noexcept { return data_; }
    [[nodiscard]] constexpr const shape& extents() const noexcept { return extents_; }
    [[nodiscard]] constexpr const shape& strides() const noexcept { return strides_; }
    [[nodiscard]] constexpr index extent(int axis) const noexcept { return extents_[axis]; }
    [[nodiscard]] constexpr int rank() const noexcept { return extents_.rank(); }
    [[nodiscard]] constexpr index size() const noexcept { return extents_.size(); }

  private:
    T* data_ = nullptr;
    shape extents_;
    shape strides_;
};

/// A convolution's weight that lies in memory as output x height x width x input.
/// @param extents  in logical order: output x input x height x width
template <element T>
[[nodiscard]] constexpr view<T> ohwi(T* data, const shape& extents) {
    if (extents.rank() != 4) {
        throw error("ohwi", "shape", text(extents), "output x input x height x width");
    }
    const index inputs = extents[1];
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
