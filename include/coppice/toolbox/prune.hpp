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
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

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

/// Prunes the given share of the groups of which these are the scores, wherever they come from: of
/// every tensor, or of all tensors together, as `selection` says.
///
///     const std::vector sources{coppice::score::stored{losses, 64}};
///     auto masks = coppice::prune_by(backend, sources, 0.5);
///
/// @param sources  a tensor's scores each, in the backend's memory
/// @param share    in [0, 1)
/// @return one mask a tensor
/// @throws coppice::error for a share or a policy's number outside its range, and for NaN
template <class Backend, score::source Source, select::policy Select = select::local>
[[nodiscard]] std::vector<mask::owned<Backend>> prune_by(
    Backend& backend, const std::vector<Source>& sources, double share,
    const Select& selection = {}) {
    require(share >= 0 && share < 1, "prune", "share", share, "in [0, 1)");
    validate(selection);
    std::vector<mask::owned<Backend>> masks;
    std::vector<select::candidate<Source>> candidates;
    masks.reserve(sources.size());
    candidates.reserve(sources.size());
    index groups = 0;
    for (const Source& scores : sources) {
        groups += scores.size();
        masks.emplace_back(backend, scores.size());
        candidates.push_back({scores, masks.back(), 0, scores.size() - 1});
    }
    const auto tensors = static_cast<index>(sources.size());
    auto workspace =
        backend.template allocate<std::byte>(Backend::select_workspace(tensors, groups));
    std::vector<index> pruned(sources.size());
    const select::not_a_number fault = selection.prune(
        backend, std::span<select::candidate<Source>>(candidates),
        [share](index all, index /*gone*/) { return floor_share(share, all); },
        std::span<index>(pruned), workspace.data());
    if (fault.found()) {
        throw error(
            "tensor " + text(fault.tensor), "the score of group " + text(fault.group), "NaN",
            "a number");
    }
    return masks;
}

/// The score of every group of a tensor, in the order of the groups.
///
///     auto norms = coppice::scores(backend, weight, coppice::granularity::filter{});
///     auto losses = coppice::scores(backend, weight, coppice::granularity::filter{},
///                                   coppice::score::taylor{}, gradient);
///
/// @param further  what else the score reads, of the weight's shape
/// @return a buffer of the backend
/// @throws coppice::error for a tensor that the granularity cannot cut, further tensors of another
/// shape and a policy's number out of its range
template <
    class Backend, element T, granularity::policy Granularity, class Score = score::l1,
    element... Further>
    requires score::policy<Score, std::remove_const_t<T>, std::remove_const_t<Further>...>
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
    backend.score(policy, out.data(), groups, granularity.cut(further).read_only()...);
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
    validate(granularity, policy);
    std::vector<index> groups;
    groups.reserve(weights.size());
    for (const view<T>& weight : weights) {
        detail::require_cut(granularity, "tensor " + text(groups.size()), weight.extents());
        groups.push_back(granularity.cut(weight).groups());
    }
    if constexpr (Granularity::single_weights) {
        std::vector<score::of_weights<Score, T>> sources;
        sources.reserve(weights.size());
        for (const view<T>& weight : weights) {
            sources.push_back({policy, granularity.cut(weight).read_only()});
        }
        return prune_by(backend, sources, share, selection);
    } else {
        std::vector<decltype(scores(backend, weights[0], granularity, policy))> buffers;
        std::vector<score::stored> sources;
        for (std::size_t t = 0; t < weights.size(); ++t) {
            buffers.push_back(scores(backend, weights[t], granularity, policy));
            sources.push_back({buffers.back().data(), groups[t]});
        }
        return prune_by(backend, sources, share, selection);
    }
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
