#pragma once

#include "coppice/core/grouped.hpp"

#include <tuple>

namespace coppice::backend::detail {

/// Calls visit(address of the member in each cut) for every member of group `g`, in order. The cuts
/// have the same extents. Steps from member to member instead of dividing for each.
template <class Visit, element T, element... Further>
void for_each_member(
    Visit visit, index g, const grouped<T>& groups, const grouped<Further>&... further) {
    const shape& extents = groups.inner;
    const index members = groups.members();
    shape at; // position on every axis
    for (int axis = 0; axis < extents.rank(); ++axis) {
        at.push_back(0);
    }
    std::tuple<T*, Further*...> place(groups.group(g), further.group(g)...);
    const auto strides = std::tie(groups.inner_strides, further.inner_strides...);
    const auto move = [&](int axis, index steps) {
        std::apply(
            [&](auto*&... addresses) {
                std::apply(
                    [&](const auto&... stride) { ((addresses += steps * stride[axis]), ...); },
                    strides);
            },
            place);
    };
    for (index member = 0; member < members; ++member) {
        std::apply(visit, place);
        for (int axis = extents.rank() - 1; axis >= 0; --axis) {
            if (++at[axis] < extents[axis]) {
                move(axis, 1);
                break;
            }
            move(axis, 1 - extents[axis]);
            at[axis] = 0;
        }
    }
}

} // namespace coppice::backend::detail
