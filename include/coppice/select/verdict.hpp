#pragma once

#include "coppice/core/shape.hpp"

#include <string>

namespace coppice::select {

/// What kept a tensor from losing as many groups as it was asked for.
enum class limit : unsigned char {
    none,
    one_left, ///< it has a single group left
    cap,      ///< the selection's own bound on one tensor
    multiple, ///< the groups left were rounded to a multiple
    budget,   ///< everything that may go is gone, and the budget is still exceeded
};

/// Says so in words; nothing for `none`.
[[nodiscard]] inline std::string reason(limit why) {
    switch (why) {
    case limit::one_left:
        return "it keeps its last group";
    case limit::cap:
        return "the selection's cap is met";
    case limit::multiple:
        return "the groups left are rounded to a multiple";
    case limit::budget:
        return "the budget cannot be met";
    case limit::none:
        break;
    }
    return "";
}

/// What a selection says of one tensor.
struct verdict {
    /// Groups that would be pruned in all, had there been no limit. Where all layers are pruned
    /// together nothing is asked of one: what fell to it within its bounds, before rounding.
    index asked = 0;
    limit why = limit::none;

    [[nodiscard]] friend constexpr bool operator==(const verdict&, const verdict&) = default;
};

} // namespace coppice::select
