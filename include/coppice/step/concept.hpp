#pragma once

#include "coppice/core/role.hpp"
#include "coppice/model/structure.hpp"

#include <concepts>
#include <string>
#include <vector>

/// What does one step cover?
namespace coppice::step {

template <class P>
concept counts_alike = requires(const P& policy, index left) {
    { policy.count(left) } -> std::same_as<index>;
};

template <class P>
concept counts_by_layer =
    requires(const P& policy, const model::structure& model, index number, int layer) {
    { policy.count(model, number, layer, number) } -> std::same_as<index>;
};

/// Step-wise pruning goes through a number of steps, each over some layers:
///
///     struct mine {
///         using role = coppice::role::step;
///         coppice::index steps(const coppice::model::structure&) const;
///         std::vector<int> layers(const coppice::model::structure&, coppice::index step) const;
///         std::string name(const coppice::model::structure&, coppice::index step) const;
///         coppice::index count(coppice::index left) const;   // how many of `left` groups go
///     };
///
/// A step that counts layer by layer has, in place of that `count`,
///
///         coppice::index count(const coppice::model::structure&, coppice::index step, int layer,
///                              coppice::index left) const;
///
/// and goes with selections that ask each layer, or nobody. `layers` may name layers that cannot be
/// pruned: the driver passes over them, having said why.
template <class P>
concept policy = answers<P, role::step> &&
    (counts_alike<P> ||
     counts_by_layer<P>)&&requires(const P& policy, const model::structure& model, index number) {
    { policy.steps(model) } -> std::same_as<index>;
    { policy.layers(model, number) } -> std::same_as<std::vector<int>>;
    { policy.name(model, number) } -> std::same_as<std::string>;
};

/// How many of a layer's `left` groups go in a step.
template <policy P>
[[nodiscard]] index
count(const P& policy, const model::structure& model, index number, int layer, index left) {
    if constexpr (counts_alike<P>) {
        return policy.count(left);
    } else {
        return policy.count(model, number, layer, left);
    }
}

} // namespace coppice::step
