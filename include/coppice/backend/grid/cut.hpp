#pragma once

#include "coppice/backend/grid/axes.hpp"
#include "coppice/core/grouped.hpp"

#include <type_traits>

namespace coppice::backend::grid {

/// A tensor cut into groups, as the grid counts through it.
template <element T>
struct cut {
    T* data = nullptr;
    axes outer; ///< over the groups
    axes inner; ///< over the members of a group
    index groups = 0;
    index members = 1; ///< of a group

    constexpr cut() = default;

    constexpr explicit cut(const grouped<T>& of)
        : data(of.data), outer(of.outer, of.outer_strides), inner(of.inner, of.inner_strides),
          groups(of.groups()), members(of.members()) {}

    [[nodiscard]] constexpr T* group(index g) const { return data + outer.offset(g); }
    [[nodiscard]] constexpr index member(index m) const { return inner.offset(m); }
};

} // namespace coppice::backend::grid
