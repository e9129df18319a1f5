#pragma once

#include "coppice/core/role.hpp"
#include "coppice/rewind/stretch.hpp"

#include <concepts>
#include <type_traits>

/// From which weights?
namespace coppice::rewind {

/// What a retraining begins with.
enum class start : unsigned char {
    afresh,  ///< the weights as they are, the optimiser anew
    earlier, ///< weights and optimiser as they were after that epoch of the original training
    onward,  ///< weights and optimiser as they are
};

/// A rewinding says, after a step has pruned, with what the retraining begins and which part of a
/// training it goes through: the learning rate is asked for that part's progress.
///
///     struct mine {
///         using role = coppice::role::rewind;
///         static constexpr coppice::rewind::start begins;
///         coppice::rewind::stretch retraining(int epochs) const; // epochs: the trigger's
///     };
///
/// `retraining` throws where the trigger's number of epochs does not go with it. What is pruned
/// stays so: earlier weights come back for what is kept.
template <class P>
concept policy = answers<P, role::rewind> && std::is_same_v<decltype(P::begins), const start> &&
    requires(const P& policy, int epochs) {
    { policy.retraining(epochs) } -> std::same_as<stretch>;
};

} // namespace coppice::rewind
