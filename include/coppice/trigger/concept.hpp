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
/// split. Both are empty when `needs_accuracy` is false: nothing is then evaluated. A trigger that
/// further correct answers can only keep from firing may say so by a constant `monotone`: its
/// decision is then taken as soon as the answers at hand settle it.
template <class P>
concept policy = answers<P, role::trigger> &&
    requires(const P& policy, const metric::accuracy& accuracy) {
    requires std::is_same_v<decltype(P::needs_accuracy), const bool>;
    { policy.epochs } -> std::convertible_to<int>;
    { policy.fires(accuracy, accuracy) } -> std::same_as<bool>;
};

/// Whether a trigger says that it is monotone.
template <policy P>
inline constexpr bool monotone = requires {
    requires P::monotone;
};

/// Whether a monotone trigger decides the same, be all the answers that are still to come wrong or
/// right.
/// @param so_far  answers to some of the `original.total` questions
template <policy P>
    requires monotone<P>
[[nodiscard]] constexpr bool
settled(const P& trigger, const metric::accuracy& original, const metric::accuracy& so_far) {
    const index open = original.total - so_far.total;
    return trigger.fires(original, {so_far.correct, original.total}) ==
           trigger.fires(original, {so_far.correct + open, original.total});
}

} // namespace coppice::trigger
