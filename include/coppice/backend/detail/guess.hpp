#pragma once

#include "coppice/backend/detail/bracket.hpp"
#include "coppice/backend/detail/chunks.hpp"
#include "coppice/core/math.hpp"
#include "coppice/core/shape.hpp"

#include <algorithm>
#include <concepts>
#include <limits>
#include <span>

namespace coppice::backend::detail {

/// How sure guesses are, in standard deviations of what a sample says: of keys in no
/// order wrong once in 16,000 times.
inline constexpr double almost_sure = 4;

/// The same of a further sample, which saves a pass at most and costs what it reads: once in 400.
inline constexpr double rather_sure = 3;

/// How far, as a share, a rank among `sampled` keys may be from that among all.
[[nodiscard]] inline double
uncertainty(double share, index sampled, double deviations = almost_sure) {
    const auto count = static_cast<double>(sampled);
    return deviations * math::sqrt(share * (1 - share) / count) + 1 / count;
}

/// How many of `groups` keys `guess_share` leaves in its bracket at most, almost surely.
[[nodiscard]] inline double
expected_inside(double share, index sampled, index groups, double deviations = almost_sure) {
    const auto all = static_cast<double>(groups);
    return sampled == 0 ? all : std::min(all, 2.1 * uncertainty(share, sampled, deviations) * all);
}

/// Where the key almost surely lies that has a share of all keys below it, as a sample of them
/// says.
template <std::signed_integral Key>
[[nodiscard]] bracket<Key>
guess_share(const Key* keys, index sampled, double share, bracket<Key> everything) {
    if (sampled == 0) {
        return everything;
    }
    const auto count = static_cast<double>(sampled);
    const double spread = uncertainty(share, sampled);
    const auto low = static_cast<index>((share - spread) * count);
    const auto high = static_cast<index>((share + spread) * count) + 1;
    bracket<Key> found = everything;
    for_each_chunk(2, [&](index edge) {
        if (edge == 0 && low > 0) {
            found.first = around_rank(keys, sampled, low, everything).first;
        } else if (edge == 1 && high < sampled) {
            found.end = around_rank(keys, sampled, high, everything).end;
        }
    });
    return found;
}

/// One of several tensors that are cut together.
template <std::signed_integral Key>
struct sampled_tensor {
    index groups = 0;
    index most = 0;           ///< groups that it may lose
    index first = 0;          ///< of its keys in the sample
    index sampled = 0;        ///< their number
    bracket<Key> within = {}; ///< where it is cut, almost surely
    bool capped = false;      ///< whether it meets its cap, as the sample says

    [[nodiscard]] double share() const {
        return static_cast<double>(most) / static_cast<double>(groups);
    }
};

/// Where tensors are cut together.
template <std::signed_integral Key>
struct common_cut {
    bracket<Key> within;      ///< of those that do not meet their caps
    double inside = 0;        ///< keys in all brackets, almost surely no more
    bool caps_matter = false; ///< whether one has another bracket than all
};

/// Where the keys are cut of tensors that lose `rank` groups together, the lowest, none more than
/// its `most`. A tensor that meets its cap is cut below all others, at a place of its own, and what
/// it may not lose the others lose: one after the other is found in the sample, not in passes over
/// the keys. Where a sample leaves open whether a tensor meets its cap, its bracket holds both
/// cuts.
/// @param keys  the sample, tensor by tensor; overwritten
template <std::signed_integral Key>
[[nodiscard]] common_cut<Key> guess_together(
    std::span<sampled_tensor<Key>> tensors, index rank, Key* keys, bracket<Key> everything) {
    const auto count_below = [](const Key* first, index count, Key limit) {
        index below = 0;
        for (index i = 0; i < count; ++i) {
            below += first[i] < limit ? 1 : 0;
        }
        return below;
    };
    const auto cut_at_cap = [&](sampled_tensor<Key>& tensor, const Key* first) {
        tensor.within = guess_share(first, tensor.sampled, tensor.share(), everything);
    };
    index groups = 0;  // of tensors not known to meet their caps
    index sampled = 0; // their keys in the sample, which come first
    for (const sampled_tensor<Key>& tensor : tensors) {
        groups += tensor.groups;
        sampled += tensor.sampled;
    }
    common_cut<Key> common{everything};
    double share = 0;
    for (bool again = true; again && groups > 0;) {
        again = false;
        share =
            static_cast<double>(std::clamp(rank, index{0}, groups)) / static_cast<double>(groups);
        common.within = guess_share(keys, sampled, share, everything);
        Key* next = keys;
        Key* left = keys;
        for (sampled_tensor<Key>& tensor : tensors) {
            if (tensor.capped) {
                continue;
            }
            const index below = count_below(next, tensor.sampled, common.within.first);
            if (below * tensor.groups > tensor.most * tensor.sampled) {
                cut_at_cap(tensor, next);
                tensor.capped = true;
                again = true;
                rank -= tensor.most;
                groups -= tensor.groups;
                sampled -= tensor.sampled;
            } else {
                left =
                    left == next ? next + tensor.sampled : std::copy_n(next, tensor.sampled, left);
            }
            next += tensor.sampled;
        }
    }
    if (groups == 0) {
        common.within.end = everything.end;
    }
    common.inside = groups == 0 ? 0 : expected_inside(share, sampled, groups);
    const Key* next = keys;
    for (sampled_tensor<Key>& tensor : tensors) {
        if (!tensor.capped) {
            const index below = count_below(next, tensor.sampled, common.within.end);
            const double lost = static_cast<double>(below) /
                                static_cast<double>(std::max<index>(1, tensor.sampled));
            if (tensor.sampled > 0 && lost + uncertainty(lost, tensor.sampled) <= tensor.share()) {
                tensor.within = common.within;
            } else {
                cut_at_cap(tensor, next);
            }
            next += tensor.sampled;
        }
        tensor.within.first = std::min(tensor.within.first, common.within.first);
        tensor.within.end = std::min(tensor.within.end, common.within.end);
        if (!(tensor.within == common.within)) {
            common.inside += expected_inside(tensor.share(), tensor.sampled, tensor.groups);
            common.caps_matter = true;
        }
    }
    return common;
}

} // namespace coppice::backend::detail
