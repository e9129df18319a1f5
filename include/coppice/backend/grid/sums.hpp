#pragma once

#include "coppice/backend/grid/concept.hpp"
#include "coppice/backend/grid/cut.hpp"
#include "coppice/score/concept.hpp"

#include <algorithm>
#include <utility>

/// Sums over the members of a group in the order of score/concept.hpp.
namespace coppice::backend::grid {

static_assert(score::lanes == lanes);

/// What one lane adds up of a chunk: every 32nd member from begin + lane on.
/// @param starts  where the group starts in each cut
template <class Score, element T, element... Extra>
[[nodiscard]] constexpr double lane_sum(
    const Score& policy, int lane, index begin, index end, const cut<const T>& weights,
    const T* start, const std::pair<const cut<const Extra>&, const Extra*>&... further) {
    double sum = 0;
    for (index m = begin + lane; m < end; m += lanes) {
        sum = policy.accumulate(
            sum, start[weights.member(m)], further.second[further.first.member(m)]...);
    }
    return sum;
}

/// The sum over a chunk of a group, by a warp.
template <class Warp, class Score, element T, element... Extra>
[[nodiscard]] constexpr double chunk_sum(
    const Warp& warp, const Score& policy, index g, index chunk, const cut<const T>& weights,
    const cut<const Extra>&... extra) {
    const index begin = chunk * score::chunk;
    const index end = std::min(begin + score::chunk, weights.members);
    const T* const start = weights.group(g);
    const auto own = warp.each([&](int lane) {
        return lane_sum<Score, T, Extra...>(
            policy, lane, begin, end, weights, start, {extra, extra.group(g)}...);
    });
    return warp.fold(
        own, [&](double sum, double more) { return score::joined(policy, sum, more); });
}

/// How many chunks a group of so many members has.
[[nodiscard]] constexpr index chunks(index members) {
    return (members + score::chunk - 1) / score::chunk;
}

/// The lowest `bits` bits of a number, turned round.
[[nodiscard]] constexpr int reversed(int number, int bits) {
    int turned = 0;
    for (int bit = 0; bit < bits; ++bit) {
        turned |= (number >> bit & 1) << (bits - 1 - bit);
    }
    return turned;
}

/// The sum over a chunk of a group, by a single thread: folding in halves joins the lanes like a
/// tree, whose leaves in their order are the lanes with their bits reversed. Lanes without a member
/// hold 0, and are left out but for the 0 that they add.
template <class Score, element T, element... Extra>
[[nodiscard]] constexpr double chunk_sum_alone(
    const Score& policy, index begin, index end, const cut<const T>& weights, const T* start,
    const std::pair<const cut<const Extra>&, const Extra*>&... further) {
    int bits = 0;
    while (bits < 5 && index{1} << bits < end - begin) {
        ++bits;
    }
    double joined[6] = {}; // of 1, 2, 4, ... leaves
    double sum = 0;
    for (int leaf = 0; leaf < 1 << bits; ++leaf) {
        sum = lane_sum<Score, T, Extra...>(
            policy, reversed(leaf, bits), begin, end, weights, start, further...);
        if (bits < 5) {
            sum = score::joined(policy, sum, 0.0);
        }
        int level = 0;
        for (; (leaf >> level & 1) != 0; ++level) {
            sum = score::joined(policy, joined[level], sum);
        }
        joined[level] = sum;
    }
    return sum;
}

/// The score of a group, by a single thread.
template <class Score, element T, element... Extra>
[[nodiscard]] constexpr double score_alone(
    const Score& policy, index g, const cut<const T>& weights, const cut<const Extra>&... extra) {
    const T* const start = weights.group(g);
    double sum = 0;
    for (index begin = 0; begin < weights.members; begin += score::chunk) {
        const index end = std::min(begin + score::chunk, weights.members);
        const double more = chunk_sum_alone<Score, T, Extra...>(
            policy, begin, end, weights, start, {extra, extra.group(g)}...);
        sum = score::joined(policy, sum, more);
    }
    return score::finished(policy, sum, weights.members, g);
}

} // namespace coppice::backend::grid
