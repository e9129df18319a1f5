#pragma once

#include "coppice/granularity/filter.hpp"
#include "coppice/granularity/weight.hpp"
#include "coppice/normalise/none.hpp"
#include "coppice/score/l1.hpp"
#include "coppice/select/local.hpp"
#include "coppice/select/scoring.hpp"
#include "coppice/toolbox/prune_by.hpp"
#include "coppice/toolbox/scores.hpp"

#include <cstddef>
#include <type_traits>
#include <utility>
#include <vector>

namespace coppice {

namespace detail {

/// Says in a sentence what is wrong with what prune() was given.
template <class Score, class T, class Select, bool HasShare>
consteval void check_prune() {
    static_assert(
        !HasShare || Select::asked != select::asks::nobody,
        "The selection, such as coppice::select::threshold, decides by itself how many groups go: "
        "leave out the share.");
    static_assert(
        HasShare || Select::asked == select::asks::nobody,
        "The selection has to be told how many groups shall go: give prune() a share.");
    static_assert(
        score::of_weights_alone<Score, T>,
        "The score reads more than the weights, such as a gradient, or lacks something that "
        "coppice/score/concept.hpp asks of one: call coppice::scores and pass the result to "
        "coppice::prune_by.");
    static_assert(
        !score::of_outputs<Score>,
        "The score reads outputs, not weights: use coppice::activations and coppice::prune_by.");
}

/// Scores tensors and selects among their groups.
template <
    class Backend, element T, granularity::policy Granularity, class Score, select::policy Select,
    normalise::policy Normalise>
[[nodiscard]] std::vector<pruned_tensor<Backend>> score_and_select(
    Backend& backend, const std::vector<view<T>>& weights, double share,
    const Granularity& granularity, const Score& policy, const Select& selection,
    const Normalise& norm) {
    static_assert(
        !Normalise::divides || Select::compares_layers,
        "The selection compares no tensors, so a normalisation of their scores would change "
        "nothing: drop it, or select with coppice::select::global.");
    static_assert(
        !select::of_single_weights<Select> || Granularity::single_weights,
        "The selection takes single weights: cut with coppice::granularity::weight.");
    using scoring = select::scoring<std::remove_const_t<T>, Granularity, Score, Normalise>;
    validate(granularity, policy, norm, selection);
    const scoring score(policy, norm);
    std::vector<typename Backend::template buffer<double>> memory;
    typename Backend::template buffer<double> workspace;
    std::vector<select::candidate<typename scoring::source>> candidates;
    memory.reserve(weights.size());
    candidates.reserve(weights.size());
    for (const view<T>& weight : weights) {
        const auto number = static_cast<index>(candidates.size());
        const std::string name = "tensor " + text(number);
        require_cut(granularity, name, weight.extents());
        const auto groups = granularity.cut(weight).read_only();
        memory.push_back(backend.template allocate<double>(scoring::memory(groups.groups())));
        if (const index needed = score.workspace(groups.groups());
            needed > static_cast<index>(workspace.size())) {
            workspace = backend.template allocate<double>(needed);
        }
        candidates.push_back(
            {score(backend, groups, number, name, memory.back().data(), workspace.data()),
             {},
             0,
             0,
             groups.members(),
             groups.outer});
    }
    return select_groups(backend, std::move(candidates), share, selection);
}

} // namespace detail

/// Prunes the given share of every tensor's groups, or of all tensors' together, as `selection`
/// says: the lowest scores, exactly floor(share * groups) of them, ties by the lowest index.
/// Nothing is written to the weights: see `apply`.
///
///     auto masks = coppice::prune(backend, weights, 0.9, coppice::granularity::weight{},
///                                 coppice::score::l1{}, coppice::select::global{});
///
/// @param share  in [0, 1)
/// @return one mask a tensor, in the order of `weights`
/// @throws coppice::error for a share or a policy's number outside its range, a tensor that the
///         granularity or the selection cannot take, a select::budget of `macs`, a NaN score, or
///         scores whose norm is infinite where they are normalised
template <
    class Backend, element T, granularity::policy Granularity, class Score = score::l1,
    select::policy Select = select::local, normalise::policy Normalise = normalise::none>
[[nodiscard]] std::vector<pruned_tensor<Backend>> prune(
    Backend& backend, const std::vector<view<T>>& weights, double share,
    const Granularity& granularity, const Score& policy = {}, const Select& selection = {},
    const Normalise& norm = {}) {
    detail::check_prune<Score, std::remove_const_t<T>, Select, true>();
    detail::require_share(share);
    return detail::score_and_select(backend, weights, share, granularity, policy, selection, norm);
}

/// The same for a selection that decides by itself how many groups go.
///
///     auto masks = coppice::prune(backend, weights, coppice::granularity::weight{},
///                                 coppice::score::l1{}, coppice::select::threshold{.value =
///                                 0.01});
template <
    class Backend, element T, granularity::policy Granularity, class Score, select::policy Select,
    normalise::policy Normalise = normalise::none>
[[nodiscard]] std::vector<pruned_tensor<Backend>> prune(
    Backend& backend, const std::vector<view<T>>& weights, const Granularity& granularity,
    const Score& policy, const Select& selection, const Normalise& norm = {}) {
    detail::check_prune<Score, std::remove_const_t<T>, Select, false>();
    return detail::score_and_select(backend, weights, 0, granularity, policy, selection, norm);
}

/// Prunes the given share of one tensor's groups.
///
///     auto mask = coppice::prune(backend, weight, 0.5, coppice::granularity::filter{});
template <
    class Backend, element T, granularity::policy Granularity, class Score = score::l1,
    select::policy Select = select::local>
[[nodiscard]] pruned_tensor<Backend> prune(
    Backend& backend, const view<T>& weight, double share, const Granularity& granularity,
    const Score& policy = {}, const Select& selection = {}) {
    auto masks =
        prune(backend, std::vector<view<T>>{weight}, share, granularity, policy, selection);
    return std::move(masks.front());
}

/// The same for a selection that decides by itself how many groups go.
///
///     auto mask = coppice::prune(backend, weight, coppice::granularity::weight{},
///                                coppice::score::l1{}, coppice::select::n_m{.kept = 2, .of = 4});
template <
    class Backend, element T, granularity::policy Granularity, class Score, select::policy Select>
[[nodiscard]] pruned_tensor<Backend> prune(
    Backend& backend, const view<T>& weight, const Granularity& granularity, const Score& policy,
    const Select& selection) {
    auto masks = prune(backend, std::vector<view<T>>{weight}, granularity, policy, selection);
    return std::move(masks.front());
}

/// Writes zero to every weight that the mask has cut. To be called after every step of the
/// optimiser, so that momentum and weight decay cannot revive them.
/// @throws coppice::error for a tensor that the granularity cannot cut, and for a mask of another
///         number of groups
template <class Backend, element T, granularity::policy Granularity>
    requires(!std::is_const_v<T>)
void apply(
    Backend& backend, mask::const_view mask, const view<T>& weight,
    const Granularity& granularity) {
    detail::require_cut(granularity, "apply", weight.extents());
    const grouped<T> groups = granularity.cut(weight);
    if (mask.size != groups.groups()) {
        throw error("apply", "size of the mask", text(mask.size), text(groups.groups()));
    }
    backend.apply(mask, groups);
}

} // namespace coppice
