#pragma once

#include "coppice/backend/reference.hpp"
#include "coppice/core/grouped.hpp"
#include "coppice/core/role.hpp"

#include <concepts>
#include <string_view>
#include <type_traits>
#include <vector>

/// Which layers need no training?
namespace coppice::freeze {

/// A rehearsal that a driver stages before pruning, on weights that it restores afterwards:
///
///     const std::vector<int>& layers()    the layers that may be frozen, in forward order
///     name(layer)                         for errors
///     grouped<const T> weights(layer)     their weights, now, as one group
///     backend()                           reads them
///     prune()                             the first pruning step
///     train(rate)                         one epoch with everything trainable
template <class P>
concept probe = requires(P& probe, int layer, double rate) {
    { probe.layers() } -> std::same_as<const std::vector<int>&>;
    { probe.name(layer) } -> std::convertible_to<std::string_view>;
    probe.weights(layer);
    probe.backend();
    probe.prune();
    probe.train(rate);
};

/// The least that a probe offers, to check policies against.
struct probe_archetype {
    std::vector<int> none;
    backend::reference naive;

    [[nodiscard]] const std::vector<int>& layers() const { return none; }
    [[nodiscard]] std::string_view name(int /*layer*/) const { return {}; }
    [[nodiscard]] grouped<const float> weights(int /*layer*/) const { return {}; }
    [[nodiscard]] backend::reference& backend() { return naive; }
    void prune() {}
    void train(double /*rate*/) {}
};

/// A freezing policy chooses layers once, before pruning:
///
///     struct mine {
///         using role = coppice::role::freeze;
///         static constexpr bool probes;            // does it need the rehearsal?
///         template <probe Probe>
///         std::vector<int> choose(Probe&) const;   // the layers to freeze, if it does
///     };
///
/// Frozen layers are still pruned.
template <class P>
concept policy = answers<P, role::freeze> && requires(const P& policy, probe_archetype& probe) {
    requires std::is_same_v<decltype(P::probes), const bool>;
    requires !P::probes || requires {
        { policy.choose(probe) } -> std::same_as<std::vector<int>>;
    };
};

} // namespace coppice::freeze
