#pragma once

#include "coppice/core/role.hpp"

#include <concepts>

/// At what learning rate?
namespace coppice::lr {

/// Where a training stands.
struct position {
    double progress = 0;  ///< share of this training's updates done, in [0, 1]
    double remaining = 1; ///< share of the weights left (drive::pruner::remaining), in (0, 1]
};

/// A learning rate is a function of the position:
///
///     struct mine {
///         using role = coppice::role::lr;
///         double rate(const coppice::lr::position&) const;
///     };
template <class P>
concept policy = answers<P, role::lr> && requires(const P& policy, const position& at) {
    { policy.rate(at) } -> std::same_as<double>;
};

} // namespace coppice::lr
