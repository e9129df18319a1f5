#pragma once

#include "coppice/backend/concept.hpp"
#include "coppice/core/count.hpp"
#include "coppice/core/require.hpp"
#include "coppice/granularity/filter.hpp"
#include "coppice/granularity/weight.hpp"
#include "coppice/mask/owned.hpp"
#include "coppice/score/l1.hpp"
#include "coppice/select/local.hpp"

#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

/// Pruning as free functions on a host's tensors: no model, no recipe, no trainer.
namespace coppice {

/// The score of every group of a tensor, in the order of the groups.
///
///     auto norms = coppice::scores(backend, weight, coppice::granularity::filter{});
template <class Backend, element T, granularity::policy Granularity, class Score = score::l1>
    requires score::policy<Score, std::remove_const_t<T>>
[[nodiscard]] auto scores(
    Backend& backend, const view<T>& weight, const Granularity& granularity,
    const Score& policy = {}) {
    const auto groups = granularity.cut(weight).read_only();
    auto out = backend.template allocate<double>(groups.groups());
    backend.score(policy, out.data(), groups);
    return out;
}

/// Prunes the given share of every tensor's groups, or of all tensors' together, as `selection`
/// says: the lowest scores, exactly floor(share * groups) of them, ties by the lowest index.
/// Nothing is written to the weights: see `apply`.
///
///     auto masks = coppice::prune(backend, weights, 0.9, coppice::granularity::weight{},
///                                 coppice::score::l1{}, coppice::select::global{});
///
/// @param share  in [0, 1)
/// @return one mask a tensor
/// @throws coppice::error for a share or a policy's number outside its range, a tensor that the
/// granularity cannot cut or a NaN score
template <
    class Backend, element T, granularity::policy Granularity, class Score = score::l1,
    select::policy Select = select::local>
    requires score::policy<Score, T>
[[nodiscard]] std::vector<mask::owned<Backend>> prune(
    Backend& backend, const std::vector<view<T>>& weights, double share,
    const Granularity& granularity, const Score& policy = {}, const Select& selection = {}) {
    require(share >= 0 && share < 1, "prune", "share", share, "in [0, 1)");
    validate(granularity, policy, selection);
    using source =
        std::conditional_t<Granularity::single_weights, score::of_weights<Score, T>, score::stored>;
    using scores_type = decltype(scores(backend, weights[0], granularity, policy));
    std::vector<mask::owned<Backend>> masks;
    std::vector<scores_type> stored;
    std::vector<select::candidate<source>> candidates;
    masks.reserve(weights.size());
    index groups = 0;
    for (const view<T>& weight : weights) {
        if (std::string unmet = granularity.unmet(weight.extents()); !unmet.empty()) {
            throw error(
                "tensor " + text(masks.size()), "shape", text(weight.extents()), std::move(unmet));
        }
        const grouped<const T> cut = granularity.cut(weight).read_only();
        groups += cut.groups();
        masks.emplace_back(backend, cut.groups());
        if constexpr (Granularity::single_weights) {
            candidates.push_back({{policy, cut}, masks.back(), 0, cut.groups() - 1});
        } else {
            stored.push_back(scores(backend, weight, granularity, policy));
            candidates.push_back(
                {{stored.back().data(), cut.groups()}, masks.back(), 0, cut.groups() - 1});
        }
    }
    const auto tensors = static_cast<index>(weights.size());
    auto workspace =
        backend.template allocate<std::byte>(Backend::select_workspace(tensors, groups));
    std::vector<index> pruned(weights.size());
    const select::not_a_number fault = selection.prune(
        backend, std::span<select::candidate<source>>(candidates),
        [share](index all, index /*gone*/) { return floor_share(share, all); },
        std::span<index>(pruned), workspace.data());
    if (fault.found()) {
        throw error(
            "tensor " + text(fault.tensor), "the score of group " + text(fault.group), "NaN",
            "a number");
    }
    return masks;
}

/// Prunes the given share of one tensor's groups.
///
///     auto mask = coppice::prune(backend, weight, 0.5, coppice::granularity::filter{});
template <
    class Backend, element T, granularity::policy Granularity, class Score = score::l1,
    select::policy Select = select::local>
    requires score::policy<Score, T>
[[nodiscard]] mask::owned<Backend> prune(
    Backend& backend, const view<T>& weight, double share, const Granularity& granularity,
    const Score& policy = {}, const Select& selection = {}) {
    std::vector<mask::owned<Backend>> masks =
        prune(backend, std::vector<view<T>>{weight}, share, granularity, policy, selection);
    return std::move(masks.front());
}

/// Writes zero to every weight that the mask has cut. To be called after every step of the
/// optimiser, so that momentum and weight decay cannot revive them.
/// @throws coppice::error for a mask of another number of groups
template <class Backend, element T, granularity::policy Granularity>
    requires(!std::is_const_v<T>)
void apply(
    Backend& backend, mask::const_view mask, const view<T>& weight,
    const Granularity& granularity) {
    const grouped<T> groups = granularity.cut(weight);
    if (mask.size != groups.groups()) {
        throw error("apply", "size of the mask", text(mask.size), text(groups.groups()));
    }
    backend.apply(mask, groups);
}

} // namespace coppice
