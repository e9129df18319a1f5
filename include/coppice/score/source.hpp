#pragma once

#include "coppice/core/grouped.hpp"
#include "coppice/score/concept.hpp"
#include "coppice/score/sum.hpp"

#include <concepts>

namespace coppice::score {

/// Where a selection takes its scores from: numbered values, read by the backend that owns them.
template <class S>
concept source = requires(const S& source, index g) {
    { source.size() } -> std::same_as<index>;
    { source[g] } -> std::same_as<double>;
};

/// Scores that were written down.
struct stored {
    const double* values = nullptr;
    index count = 0;

    [[nodiscard]] constexpr index size() const noexcept { return count; }
    [[nodiscard]] constexpr double operator[](index g) const noexcept { return values[g]; }
};

/// Scores of single weights, computed where they are read, so that they take no memory.
template <class Policy, element T>
    requires policy<Policy, T>
struct of_weights {
    Policy policy;
    grouped<const T> weights; ///< groups of one member

    [[nodiscard]] constexpr index size() const noexcept { return weights.groups(); }
    [[nodiscard]] constexpr double operator[](index g) const {
        return finished(policy, policy.accumulate(0.0, *weights.group(g)), 1, g);
    }
};

/// Scores of groups, computed where they are read.
template <class Policy, element T>
    requires policy<Policy, T>
struct of_groups {
    Policy policy;
    grouped<const T> groups; ///< their members in the order of memory

    [[nodiscard]] constexpr index size() const noexcept { return groups.groups(); }
    [[nodiscard]] constexpr double operator[](index g) const { return of_group(policy, g, groups); }
};

} // namespace coppice::score
