#pragma once

#include "coppice/core/grouped.hpp"
#include "coppice/mask/view.hpp"
#include "coppice/score/l1.hpp"
#include "coppice/select/candidate.hpp"
#include "coppice/select/runs.hpp"

#include <concepts>
#include <cstddef>
#include <span>
#include <vector>

/// Where does arithmetic happen?
namespace coppice::backend {

/// A backend does all reading and writing of weights, masks and scores; everything else in the
/// library handles views only. Pointers in views, masks and buffers belong to the backend's memory,
/// the workspace too; a `std::span` argument is always host memory.
///
/// Work is done in the order of the calls, on the backend's stream if it has one. Calls that return
/// a value, and those that fill a span, wait for it; no other call needs to wait. Of the
/// selections, -0 and +0 are equal, infinities are scores, and a k below what is pruned already or
/// above what may be is not expected; one that asks for nothing new need not read a score. The
/// workspace is aligned as `allocate` aligns.
///
///     buffer<T> allocate<T>(n)            zero-filled memory with data() and size(); movable, and
///                                         empty when default-constructed
///     score(policy, out, groups, extra...)
///                                         out[g] = the score of group g (see score/concept.hpp);
///                                         out is backend memory of groups.groups() doubles
///                                         and may be the groups' own memory if those are doubles
///                                         by themselves, in the same order
///     total(policy, groups, extra...)     the same for a single group, returned to the host
///     divide_by_rest(scores, n, space)    scores[g] = s / (sum of all scores from s up), 0 if the
///                                         sum is 0. The scores stand in the order of (score, g)
///                                         and are added from the last one down, every
///                                         score::chunk of them to a sum that starts at 0; s is
///                                         divided by the sums of the chunks before its own, added
///                                         in order, plus its own chunk's sum up to it. Scores of
///                                         which one is NaN are left as they are. space is backend
///                                         memory of 2 n doubles
///     keep_all(mask)                      sets every bit
///     kept(mask)                          how many bits are set
///     select_workspace(tensors, groups)   bytes that the next two need, for that many in all
///     prune_each(candidates, ks, workspace)
///                                         updates every mask so that exactly ks[i] groups of
///                                         candidate i are pruned, the lowest first: groups already
///                                         pruned, then by (score, group). Returns where a group
///                                         not pruned yet has NaN for a score, the first one, and
///                                         then leaves the masks alone
///     prune_together(candidates, k, pruned, workspace)
///                                         updates the masks so that exactly k groups in all are
///                                         pruned, the lowest first: groups already pruned, then by
///                                         (score, tensor, group), none beyond a candidate's
///                                         `most`; pruned[i] gets the count of candidate i. Returns
///                                         what prune_each does
///     prune_runs(candidates, pattern)     updates every mask so that each run of its candidate
///                                         keeps `kept` groups, the runs being those of
///                                         pattern(candidate's extents): the lowest go, groups
///                                         already pruned first, then by (score, group). Of NaN as
///                                         prune_each; a run of which more are pruned already is
///                                         left as it is
///     at_most(candidate, value)           how many groups not pruned yet have a score that is not
///                                         above value: NaN counts, for prune_each to refuse it
///     apply(mask, groups)                 writes zero to every member of every pruned group
///     copy(from, to)                      copies weights into row-major backend memory
///     gather(from, kept, to)              to[i, j, ...] = from[kept[0][i], kept[1][j], ...]; an
///                                         axis whose list is empty is kept whole. `from` and `to`
///                                         do not overlap
///     gathers_in_place                    a constant that a backend may have: whether `to` may
///                                         start where `from` does, if both are row-major and the
///                                         lists rise
///     download(mask, words)               copies a mask, or several that adjoin, to the host
///     upload(words, mask)                 and back
template <class B, class T>
concept policy = element<T> && std::movable<B> && requires(
    B& backend, const score::l1& l1, const grouped<const T>& groups, const grouped<T>& writable,
    double* scores, mask::view mask, mask::const_view read_mask, const view<const T>& from,
    const view<T>& to, std::span<const select::candidate<score::stored>> stored,
    std::span<const select::candidate<score::of_weights<score::l1, T>>> weights,
    std::span<const select::candidate<score::of_groups<score::l1, T>>> blocks, index k,
    select::runs (*pattern)(const shape&), std::span<const index> ks, std::span<index> pruned,
    std::byte* workspace, std::span<const std::vector<index>> kept, std::span<mask::word> words,
    std::span<const mask::word> read_words) {
    requires std::default_initializable<typename B::template buffer<T>>;
    { backend.template allocate<T>(k).data() } -> std::same_as<T*>;
    { backend.template allocate<double>(k).data() } -> std::same_as<double*>;
    { backend.template allocate<std::byte>(k).data() } -> std::same_as<std::byte*>;
    { backend.template allocate<mask::word>(k).data() } -> std::same_as<mask::word*>;
    backend.score(l1, scores, groups);
    { backend.total(l1, groups) } -> std::same_as<double>;
    backend.keep_all(mask);
    { backend.kept(read_mask) } -> std::same_as<index>;
    { B::select_workspace(k, k) } -> std::same_as<index>;
    { backend.prune_each(stored, ks, workspace) } -> std::same_as<select::not_a_number>;
    { backend.prune_each(weights, ks, workspace) } -> std::same_as<select::not_a_number>;
    { backend.prune_each(blocks, ks, workspace) } -> std::same_as<select::not_a_number>;
    { backend.prune_together(blocks, k, pruned, workspace) } -> std::same_as<select::not_a_number>;
    { backend.prune_together(stored, k, pruned, workspace) } -> std::same_as<select::not_a_number>;
    { backend.prune_together(weights, k, pruned, workspace) } -> std::same_as<select::not_a_number>;
    { backend.prune_runs(stored, pattern) } -> std::same_as<select::not_a_number>;
    { backend.prune_runs(weights, pattern) } -> std::same_as<select::not_a_number>;
    { backend.at_most(stored[0], 0.0) } -> std::same_as<index>;
    { backend.at_most(weights[0], 0.0) } -> std::same_as<index>;
    backend.divide_by_rest(scores, k, scores);
    backend.apply(read_mask, writable);
    backend.copy(groups, to.data());
    backend.gather(from, kept, to);
    backend.download(read_mask, words);
    backend.upload(read_words, mask);
};

} // namespace coppice::backend
