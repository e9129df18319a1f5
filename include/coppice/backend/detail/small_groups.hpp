#pragma once

#include "coppice/backend/detail/members.hpp"
#include "coppice/core/grouped.hpp"
#include "coppice/mask/view.hpp"
#include "coppice/score/concept.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <tuple>
#include <utility>

namespace coppice::backend::detail {

/// Groups with at most this many members are worked on side by side.
inline constexpr index small_group = score::lanes;

/// How many of them at a time.
inline constexpr index side_by_side = 64;

/// Where the members of a small group lie, in elements from its start.
using small_offsets = std::array<index, static_cast<std::size_t>(small_group)>;

template <element T>
[[nodiscard]] small_offsets offsets_of(const grouped<T>& groups) {
    small_offsets offsets{};
    for (index m = 0; m < groups.members(); ++m) {
        offsets[static_cast<std::size_t>(m)] = groups.member(m);
    }
    return offsets;
}

/// Groups lie in lines along the last outer axis.
template <element T>
[[nodiscard]] index line_length(const grouped<T>& groups) {
    return groups.outer.rank() == 0 ? 1 : groups.outer[groups.outer.rank() - 1];
}

template <element T>
[[nodiscard]] index line_stride(const grouped<T>& groups) {
    return groups.outer.rank() == 0 ? 0 : groups.outer_strides[groups.outer.rank() - 1];
}

/// Calls visit(first group, count) for runs of at most `side_by_side` groups of one line, among
/// those from `begin` to `end`.
template <class Visit>
void for_each_run(index line, index begin, index end, Visit visit) {
    for (index first = begin; first < end;) {
        const index left_in_line = line - first % line;
        const index count = std::min({side_by_side, left_in_line, end - first});
        visit(first, count);
        first += count;
    }
}

/// One run's scores: see score/concept.hpp. Each member has a lane of its own.
template <class Score, element T, element... Extra>
class small_scores {
  public:
    small_scores(
        const Score& policy, const grouped<const T>& groups, const grouped<const Extra>&... extra)
        : policy_(policy),
          cuts_(groups, extra...), offsets_{offsets_of(groups), offsets_of(extra)...} {}

    /// Writes the scores of groups from `begin` to `end`.
    void operator()(index begin, index end, double* out) const {
        for_each_run(line_length(std::get<0>(cuts_)), begin, end, [&](index first, index count) {
            run(first, count, out + first, std::index_sequence_for<T, Extra...>{});
        });
    }

  private:
    template <std::size_t... I>
    void run(index first, index count, double* out, std::index_sequence<I...>) const {
        const index members = std::get<0>(cuts_).members();
        std::array<
            std::array<double, static_cast<std::size_t>(side_by_side)>,
            static_cast<std::size_t>(small_group)>
            lanes;
        for (index m = 0; m < members; ++m) {
            const auto lane = static_cast<std::size_t>(m);
            accumulate(
                lanes[lane].data(), count,
                std::tuple(std::get<I>(cuts_).group(first) + offsets_[I][lane]...),
                std::tuple(line_stride(std::get<I>(cuts_))...), std::index_sequence<I...>{});
        }
        for (index half = small_group / 2; half > 0; half /= 2) {
            for (index m = 0; m + half < std::min(members, 2 * half); ++m) {
                for (index i = 0; i < count; ++i) {
                    at(lanes, m, i) += at(lanes, m + half, i);
                }
            }
        }
        for (index i = 0; i < count; ++i) { // + 0.0: the lanes without a member
            out[i] = policy_.finish(lanes[0][static_cast<std::size_t>(i)] + 0.0, members);
        }
    }

    template <class Places, class Strides, std::size_t... I>
    void accumulate(
        double* lane, index count, const Places& places, const Strides& strides,
        std::index_sequence<I...>) const {
        const bool adjacent = ((std::get<I>(strides) == 1) && ...);
        if (adjacent) {
            for (index i = 0; i < count; ++i) {
                lane[i] = policy_.accumulate(0.0, std::get<I>(places)[i]...);
            }
        } else {
            for (index i = 0; i < count; ++i) {
                lane[i] = policy_.accumulate(0.0, std::get<I>(places)[i * std::get<I>(strides)]...);
            }
        }
    }

    [[nodiscard]] static double& at(auto& lanes, index m, index i) {
        return lanes[static_cast<std::size_t>(m)][static_cast<std::size_t>(i)];
    }

    Score policy_;
    std::tuple<grouped<const T>, grouped<const Extra>...> cuts_;
    std::array<small_offsets, 1 + sizeof...(Extra)> offsets_;
};

/// Writes zero to every member of every pruned group from `begin` to `end`.
template <element T>
void zero_small_groups(mask::const_view mask, const grouped<T>& groups, index begin, index end) {
    const small_offsets offsets = offsets_of(groups);
    const index stride = line_stride(groups);
    for_each_run(line_length(groups), begin, end, [&](index first, index count) {
        std::array<bool, static_cast<std::size_t>(side_by_side)> keep;
        for (index i = 0; i < count; ++i) {
            keep[static_cast<std::size_t>(i)] = mask[first + i];
        }
        T* const start = groups.group(first);
        for (index m = 0; m < groups.members(); ++m) {
            T* const member = start + offsets[static_cast<std::size_t>(m)];
            for (index i = 0; i < count; ++i) {
                T& weight = member[i * stride];
                weight = keep[static_cast<std::size_t>(i)] ? weight : T(0);
            }
        }
    });
}

} // namespace coppice::backend::detail
