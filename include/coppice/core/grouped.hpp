#pragma once

#include "coppice/core/view.hpp"

#include <type_traits>
#include <utility>

namespace coppice {

/// A tensor cut into groups that stay or go together: `outer` runs over the groups, `inner` over
/// the members of one. Every granularity is such a cut, so a backend needs to know no granularity.
///
/// Groups and members are numbered in row-major order of `outer` and `inner`, so numbers do not
/// depend on the memory layout.
template <element T>
struct grouped {
    T* data = nullptr;
    shape outer;         ///< extents over the groups
    shape outer_strides; ///< in elements
    shape inner;         ///< extents over the members of one group
    shape inner_strides; ///< in elements

    [[nodiscard]] constexpr index groups() const noexcept { return outer.size(); }
    [[nodiscard]] constexpr index members() const noexcept { return inner.size(); }

    /// Where the members of group `g` start.
    [[nodiscard]] constexpr T* group(index g) const noexcept {
        return data + offset(outer, outer_strides, g);
    }

    /// How far member `m` lies from the start of its group, in elements.
    [[nodiscard]] constexpr index member(index m) const noexcept {
        return offset(inner, inner_strides, m);
    }

    /// Whether group g starts at data + g: true for single weights of a row-major tensor.
    [[nodiscard]] constexpr bool groups_adjacent() const noexcept {
        return adjacent(outer, outer_strides);
    }

    /// Whether the members of each group lie side by side, in order.
    [[nodiscard]] constexpr bool members_adjacent() const noexcept {
        return adjacent(inner, inner_strides);
    }

    /// The same groups, their members numbered in the order in which those of `leader`, a cut of
    /// the same extents, lie in memory: by falling stride.
    template <class U>
    [[nodiscard]] constexpr grouped members_in_memory_order(const grouped<U>& leader) const {
        grouped ordered = *this;
        shape strides = leader.inner_strides;
        for (int last = inner.rank() - 1; last > 0; --last) { // a stable sort of a few axes
            for (int axis = 0; axis < last; ++axis) {
                if (strides[axis] < strides[axis + 1]) {
                    std::swap(strides[axis], strides[axis + 1]);
                    std::swap(ordered.inner[axis], ordered.inner[axis + 1]);
                    std::swap(ordered.inner_strides[axis], ordered.inner_strides[axis + 1]);
                }
            }
        }
        return ordered;
    }

    /// The same cut for reading only.
    [[nodiscard]] constexpr grouped<const T> read_only() const noexcept {
        return {data, outer, outer_strides, inner, inner_strides};
    }

  private:
    [[nodiscard]] static constexpr index
    offset(const shape& extents, const shape& strides, index number) noexcept {
        index position = 0;
        for (int axis = extents.rank() - 1; axis >= 0; --axis) {
            position += number % extents[axis] * strides[axis];
            number /= extents[axis];
        }
        return position;
    }

    [[nodiscard]] static constexpr bool
    adjacent(const shape& extents, const shape& strides) noexcept {
        index expected = 1;
        for (int axis = extents.rank() - 1; axis >= 0; --axis) {
            if (extents[axis] != 1 && strides[axis] != expected) {
                return false;
            }
            expected *= extents[axis];
        }
        return true;
    }
};

/// Groups along one axis: slice g holds every element whose position on `axis` is in
/// [g * repeat, (g + 1) * repeat), counted from `first`.
/// @param repeat  how many neighbouring positions make one group
template <element T>
[[nodiscard]] constexpr grouped<T>
slices(const view<T>& tensor, int axis, index first, index groups, index repeat) {
    const index stride = tensor.strides()[axis];
    grouped<T> cut{tensor.data() + first * stride, {groups}, {stride * repeat}, {repeat}, {stride}};
    for (int other = 0; other < tensor.rank(); ++other) {
        if (other != axis) {
            cut.inner.push_back(tensor.extent(other));
            cut.inner_strides.push_back(tensor.strides()[other]);
        }
    }
    return cut;
}

/// Groups along one axis, one for every position on it.
template <element T>
[[nodiscard]] constexpr grouped<T> slices(const view<T>& tensor, int axis) {
    return slices(tensor, axis, 0, tensor.extent(axis), 1);
}

/// The whole tensor as a single group.
template <element T>
[[nodiscard]] constexpr grouped<T> whole(const view<T>& tensor) {
    return {tensor.data(), {}, {}, tensor.extents(), tensor.strides()};
}

/// Every element a group of its own.
template <element T>
[[nodiscard]] constexpr grouped<T> singles(const view<T>& tensor) {
    return {tensor.data(), tensor.extents(), tensor.strides(), {}, {}};
}

} // namespace coppice
