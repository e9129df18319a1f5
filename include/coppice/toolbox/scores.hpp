#pragma once

#include "coppice/backend/concept.hpp"
#include "coppice/core/require.hpp"
#include "coppice/granularity/concept.hpp"
#include "coppice/score/collective.hpp"
#include "coppice/score/l1.hpp"

#include <string>
#include <type_traits>
#include <utility>

/// Pruning as free functions on a host's tensors: no model, no recipe, no trainer.
namespace coppice {

namespace detail {

/// @throws coppice::error for a tensor that the granularity cannot cut
template <granularity::policy Granularity>
void require_cut(const Granularity& granularity, const std::string& tensor, const shape& extents) {
    if (std::string unmet = granularity.unmet(extents); !unmet.empty()) {
        throw error(tensor, "shape", text(extents), std::move(unmet));
    }
}

} // namespace detail

/// The score of every group of a tensor, in the order of the groups.
///
///     auto norms = coppice::scores(backend, weight, coppice::granularity::filter{});
///     auto losses = coppice::scores(backend, weight, coppice::granularity::filter{},
///                                   coppice::score::taylor{}, gradient);
///
/// @param further  what else the score reads, of the weight's shape
/// @return a buffer of the backend
/// @throws coppice::error for a tensor that the granularity cannot cut, further tensors of another
///         shape and a policy's number out of its range
template <
    class Backend, element T, granularity::policy Granularity, class Score = score::l1,
    element... Further>
    requires(
        sizeof...(Further) == 0
            ? score::of_weights_alone<Score, std::remove_const_t<T>>
            : score::policy<Score, std::remove_const_t<T>, std::remove_const_t<Further>...>)
[[nodiscard]] auto scores(
    Backend& backend, const view<T>& weight, const Granularity& granularity,
    const Score& policy = {}, const view<Further>&... further) {
    validate(granularity, policy);
    [[maybe_unused]] const auto check = [&](const shape& extents) {
        if (!(extents == weight.extents())) {
            throw error(
                "scores", "shape of a further tensor", text(extents), text(weight.extents()));
        }
    };
    (check(further.extents()), ...);
    detail::require_cut(granularity, "tensor", weight.extents());
    const auto groups = granularity.cut(weight).read_only();
    auto out = backend.template allocate<double>(groups.groups());
    if constexpr (sizeof...(Further) == 0) {
        auto workspace =
            backend.template allocate<double>(score::workspace(policy, groups.groups()));
        score::write(backend, policy, groups, out.data(), workspace.data());
    } else {
        backend.score(policy, out.data(), groups, granularity.cut(further).read_only()...);
    }
    return out;
}

} // namespace coppice
