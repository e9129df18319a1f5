#pragma once

#include "coppice/core/role.hpp"
#include "coppice/model/structure.hpp"

#include <concepts>
#include <string>
#include <vector>

/// What does one step cover?
namespace coppice::step {

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
/// `layers` may name layers that cannot be pruned: the driver passes over them, having said why.
template <class P>
concept policy = answers<P, role::step> &&
    requires(const P& policy, const model::structure& model, index number) {
    { policy.steps(model) } -> std::same_as<index>;
    { policy.layers(model, number) } -> std::same_as<std::vector<int>>;
    { policy.name(model, number) } -> std::same_as<std::string>;
    { policy.count(number) } -> std::same_as<index>;
};

} // namespace coppice::step
