#pragma once

#include "coppice/backend/reference.hpp"

namespace coppice::score {

/// A score that looks at all groups of a tensor to score one of them:
///
///     struct mine {
///         using role = coppice::role::score;
///         index workspace(index groups) const;
///         template <class Backend, coppice::element T>
///         void score_all(Backend&, const coppice::grouped<const T>& groups, double* out,
///                        double* workspace) const;
///     };
///
/// `out` gets a score for every group; it and `workspace`, of that many doubles, are the backend's
/// memory, and so only the backend reads and writes them.
template <class P>
concept collective = answers<P, role::score> && requires(
    const P& policy, backend::reference& backend, const grouped<const float>& groups,
    double* memory, index count) {
    { policy.workspace(count) } -> std::same_as<index>;
    policy.score_all(backend, groups, memory, memory);
};

/// A score that the library can take of weights of type T alone.
template <class P, class T>
concept of_weights_alone = policy<P, T> || collective<P>;

/// The doubles that `write` needs beside the scores.
template <class P>
[[nodiscard]] constexpr index workspace(const P& policy, index groups) {
    if constexpr (collective<P>) {
        return policy.workspace(groups);
    } else {
        return 0;
    }
}

/// Writes the score of every group, of whichever kind the score is.
template <class Backend, element T, of_weights_alone<T> P>
void write(
    Backend& backend, const P& policy, const grouped<const T>& groups, double* out,
    double* workspace) {
    if constexpr (collective<P>) {
        policy.score_all(backend, groups, out, workspace);
    } else {
        backend.score(policy, out, groups);
    }
}

} // namespace coppice::score
