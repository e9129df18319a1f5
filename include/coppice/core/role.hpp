#pragma once

#include <type_traits>

/// The questions a recipe answers, and those of tuning one. A policy says which one it answers by
/// `using role = ...`.
namespace coppice::role {

struct granularity {}; ///< What is a group of weights?
struct score {};       ///< How much does a group matter?
struct couple {};      ///< Do coupled layers go together?
struct normalise {};   ///< How do the scores of layers compare?
struct select {};      ///< Which groups go?
struct schedule {};    ///< How much, by now?
struct step {};        ///< What does one step cover?
struct trigger {};     ///< Retrain after this step?
struct freeze {};      ///< Which layers need no training?
struct rewind {};      ///< From which weights?
struct lr {};          ///< At what learning rate?
struct stop {};        ///< Enough?
struct reduce {};      ///< How do several ranks agree?

// Answered for the tuner, not in a recipe.

struct search {};    ///< Which settings are tried next?
struct objective {}; ///< How good was a trial?

} // namespace coppice::role

namespace coppice {

/// A policy that answers the question `Role`.
template <class Policy, class Role>
concept answers = std::is_same_v<typename Policy::role, Role>;

/// A type that says which question it answers.
template <class Policy>
concept has_role = requires {
    typename Policy::role;
};

} // namespace coppice
