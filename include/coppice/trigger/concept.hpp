#pragma once

#include "coppice/core/role.hpp"
#include "coppice/metric/accuracy.hpp"

#include <concepts>
#include <type_traits>

/// Retrain after this step?
namespace coppice::trigger {

/// A trigger decides after a pruning step whether to retrain, and for how long:
///
///     struct mine {
///         using role = coppice::role::trigger;
///         static constexpr bool needs_accuracy;
///         int epochs;                                  // of one retraining
///         bool fires(const coppice::metric::accuracy& original,
///                    const coppice::metric::accuracy& now) const;
///     };
///
/// `original` is the unpruned model's accuracy, `now` the pruned model's, on the same validation
/// split. Both are empty when `needs_accuracy` is false: nothing is then evaluated.
template <class P>
concept policy = answers<P, role::trigger> &&
    requires(const P& policy, const metric::accuracy& accuracy) {
    requires std::is_same_v<decltype(P::needs_accuracy), const bool>;
    { policy.epochs } -> std::convertible_to<int>;
    { policy.fires(accuracy, accuracy) } -> std::same_as<bool>;
};

} // namespace coppice::trigger
