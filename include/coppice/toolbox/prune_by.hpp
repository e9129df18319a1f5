#pragma once

#include "coppice/backend/concept.hpp"
#include "coppice/core/count.hpp"
#include "coppice/core/require.hpp"
#include "coppice/mask/owned.hpp"
#include "coppice/select/budget.hpp"
#include "coppice/select/local.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace coppice {

/// A tensor's mask, and what the selection says of it.
template <class Backend>
struct pruned_tensor : mask::owned<Backend> {
    using mask::owned<Backend>::owned;

    index pruned = 0;        ///< groups
    select::verdict verdict; ///< what was asked, and what came between
};

namespace detail {

/// Counts a share of the groups, and the weights that are left of tensors without a model.
template <score::source Source>
struct share_of_groups {
    double share = 0;
    std::span<const select::candidate<Source>> tensors;

    [[nodiscard]] index operator()(index groups, index /*gone*/) const {
        return floor_share(share, groups);
    }
    [[nodiscard]] metric::size left(std::span<const index> pruned) const {
        metric::size size;
        for (std::size_t t = 0; t < tensors.size(); ++t) {
            size.weights += (tensors[t].mask.size - pruned[t]) * tensors[t].members;
        }
        size.parameters = size.weights;
        return size;
    }
};

/// Selects among tensors of which nothing is pruned yet. The candidates come without their masks.
template <class Backend, score::source Source, select::policy Select>
[[nodiscard]] std::vector<pruned_tensor<Backend>> select_groups(
    Backend& backend, std::vector<select::candidate<Source>> candidates, double share,
    const Select& selection) {
    static_assert(
        std::is_same_v<select::state_of<Select>, select::stateless>,
        "The selection remembers earlier rounds, which a free function forgets: run it in a "
        "recipe.");
    validate(selection);
    if constexpr (std::is_same_v<Select, select::budget>) {
        if (selection.macs != select::budget::unlimited) {
            throw error(
                "prune", "select::budget's macs", text(selection.macs),
                "left out: only a model tells how often a weight is used");
        }
    }
    std::vector<pruned_tensor<Backend>> made;
    made.reserve(candidates.size());
    index groups = 0;
    index words = 0;
    for (select::candidate<Source>& tensor : candidates) {
        if constexpr (requires { selection.unmet(tensor.extents); }) {
            if (std::string unmet = selection.unmet(tensor.extents); !unmet.empty()) {
                throw error(
                    "tensor " + text(made.size()), "shape", text(tensor.extents), std::move(unmet));
            }
        }
        made.emplace_back(backend, tensor.scores.size());
        tensor.mask = made.back();
        tensor.most = tensor.scores.size() - 1;
        groups += tensor.scores.size();
        words += mask::words(tensor.scores.size());
    }
    auto workspace = backend.template allocate<std::byte>(
        Backend::select_workspace(static_cast<index>(candidates.size()), groups));
    std::vector<index> pruned(candidates.size());
    std::vector<select::verdict> verdicts(candidates.size());
    std::vector<mask::word> scratch(static_cast<std::size_t>(select::scratch(selection, words)));
    const share_of_groups<Source> count{share, candidates};
    select::stateless memory;
    const select::not_a_number fault = select::prune(
        selection, backend,
        select::work<Source>{
            candidates, pruned, verdicts, count.left(pruned).weights, workspace.data(), scratch},
        count, memory);
    if (fault.found()) {
        throw error(
            "tensor " + text(fault.tensor), "the score of group " + text(fault.group), "NaN",
            "a number");
    }
    for (std::size_t t = 0; t < made.size(); ++t) {
        made[t].pruned = pruned[t];
        made[t].verdict = verdicts[t];
    }
    return made;
}

inline void require_share(double share) {
    require(share >= 0 && share < 1, "prune", "share", share, "in [0, 1)");
}

} // namespace detail

/// Prunes groups of which these are the scores, wherever they come from: what a selection such as
/// select::threshold decides by itself.
///
/// @param sources  a tensor's scores each, in the backend's memory
/// @return one mask a tensor
/// @throws coppice::error for a policy's number outside its range, and for NaN
template <class Backend, score::source Source, select::policy Select>
    requires(Select::asked == select::asks::nobody)
[[nodiscard]] std::vector<pruned_tensor<Backend>>
prune_by(Backend& backend, const std::vector<Source>& sources, const Select& selection) {
    std::vector<select::candidate<Source>> candidates;
    candidates.reserve(sources.size());
    for (const Source& scores : sources) {
        candidates.push_back({scores, {}, 0, 0, 1, {scores.size()}});
    }
    return detail::select_groups(backend, std::move(candidates), 0, selection);
}

/// Prunes the given share of the groups of which these are the scores: of every tensor, or of all
/// tensors together, as `selection` says.
///
///     const std::vector sources{coppice::score::stored{losses, 64}};
///     auto masks = coppice::prune_by(backend, sources, 0.5);
///
/// @param share  in [0, 1)
/// @throws coppice::error for a share outside its range, and as above
template <class Backend, score::source Source, select::policy Select = select::local>
    requires(Select::asked != select::asks::nobody)
[[nodiscard]] std::vector<pruned_tensor<Backend>> prune_by(
    Backend& backend, const std::vector<Source>& sources, double share,
    const Select& selection = {}) {
    detail::require_share(share);
    std::vector<select::candidate<Source>> candidates;
    candidates.reserve(sources.size());
    for (const Source& scores : sources) {
        candidates.push_back({scores, {}, 0, 0, 1, {scores.size()}});
    }
    return detail::select_groups(backend, std::move(candidates), share, selection);
}

} // namespace coppice
