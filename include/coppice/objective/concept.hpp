#pragma once

#include "coppice/core/role.hpp"

#include <concepts>

/// How good was a trial?
namespace coppice::objective {

/// What a trial of settings has shown.
struct position {
    double seconds = 0; ///< that pruning took, at least 0
    double drop = 0;    ///< of accuracy, in percentage points; below 0 for a rise
    double share = 1;   ///< of the full effort, in (0, 1]: see search::round
};

/// An objective makes one number of a trial, the lower the better:
///
///     struct mine {
///         using role = coppice::role::objective;
///         double value(const coppice::objective::position&) const;
///     };
template <class P>
concept policy = answers<P, role::objective> && requires(const P& policy, const position& at) {
    { policy.value(at) } -> std::same_as<double>;
};

} // namespace coppice::objective
