#pragma once

#include "coppice/backend/detail/prefetch.hpp"
#include "coppice/backend/detail/zero_unset.hpp"
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
inline constexpr index side_by_side = mask::bits_per_word;

/// Where the first members of a group lie, in elements from its start: all of a small one's.
using small_offsets = std::array<index, static_cast<std::size_t>(small_group)>;

template <element T>
[[nodiscard]] small_offsets offsets_of(const grouped<T>& groups) {
    small_offsets offsets{};
    for (index m = 0; m < std::min(groups.members(), small_group); ++m) {
        offsets[static_cast<std::size_t>(m)] = groups.member(m);
    }
    return offsets;
}

/// The same groups, numbered the same, by as few axes as that takes: an axis is joined with the
/// next where their groups lie as if they were one. The last is the longest line of groups that lie
/// equally far apart.
template <element T>
[[nodiscard]] grouped<T> in_lines(const grouped<T>& groups) {
    grouped<T> joined{groups.data, {}, {}, groups.inner, groups.inner_strides};
    for (int axis = 0; axis < groups.outer.rank(); ++axis) {
        const index extent = groups.outer[axis];
        const index stride = groups.outer_strides[axis];
        const int last = joined.outer.rank() - 1;
        if (extent == 1) {
            continue;
        }
        if (last >= 0 && joined.outer_strides[last] == extent * stride) {
            joined.outer[last] *= extent;
            joined.outer_strides[last] = stride;
        } else {
            joined.outer.push_back(extent);
            joined.outer_strides.push_back(stride);
        }
    }
    if (joined.outer.rank() == 0) {
        joined.outer.push_back(1);
        joined.outer_strides.push_back(1);
    }
    return joined;
}

/// How many groups a line has, and how far apart they lie.
struct line {
    index length;
    index stride;
};

/// Of groups that are in lines.
template <element T>
[[nodiscard]] line line_of(const grouped<T>& groups) {
    const int last = groups.outer.rank() - 1;
    return {groups.outer[last], groups.outer_strides[last]};
}

/// Calls visit(first group, count) for the parts of lines of that length that groups from `begin`
/// to `end` are in.
template <class Visit>
void for_each_line(index length, index begin, index end, Visit visit) {
    for (index first = begin; first < end;) {
        const index count = std::min(length - first % length, end - first);
        visit(first, count);
        first += count;
    }
}

/// The scores of small groups: see score/concept.hpp. Each member has a lane of its own.
template <class Score, element T, element... Extra>
class small_scores {
  public:
    small_scores(
        const Score& policy, const grouped<const T>& groups, const grouped<const Extra>&... extra)
        : policy_(policy), cuts_(in_lines(groups), in_lines(extra)...),
          offsets_({offsets_of(groups), offsets_of(extra)...}) {}

    /// Writes the scores of groups from `begin` to `end` to `out` and after.
    void write(index begin, index end, double* out) const {
        for_each_line(shortest_line(), begin, end, [&](index first, index count) {
            write_line(first, count, out + (first - begin), std::index_sequence_for<T, Extra...>{});
        });
    }

    /// Says that the groups of a line follow in a stream that is being read; they need not exist.
    COPPICE_ALWAYS_INLINE void prefetch(index begin, index count) const {
        if (line_of(std::get<0>(cuts_)).stride == 1) {
            prefetch_members(begin, count);
        }
    }

    /// Says that a group will be read soon; it need not exist.
    COPPICE_ALWAYS_INLINE void prefetch_one(index group) const { prefetch_members(group, 1); }

  private:
    /// @param count  of groups, side by side where there are more than one
    COPPICE_ALWAYS_INLINE void prefetch_members(index begin, index count) const {
        const grouped<const T>& groups = std::get<0>(cuts_);
        const T* const start = groups.group(begin);
        for (index m = 0; m < groups.members(); ++m) {
            detail::prefetch(start + offsets_[0][static_cast<std::size_t>(m)], count);
        }
    }

    /// Writes the scores of groups of one line.
    template <std::size_t... I>
    void write_line(index first, index count, double* out, std::index_sequence<I...> cuts) const {
        std::tuple starts(std::get<I>(cuts_).group(first)...);
        for (index done = 0; done < count; done += side_by_side) {
            const index some = std::min(side_by_side, count - done);
            if (some == side_by_side) {
                run<side_by_side>(starts, first + done, some, out + done, cuts);
            } else {
                run<0>(starts, first + done, some, out + done, cuts);
            }
            ((std::get<I>(starts) += some * line_of(std::get<I>(cuts_)).stride), ...);
        }
    }

    /// Writes the scores of at most `side_by_side` groups.
    /// @tparam Full   `count` if the compiler shall know it, else 0
    /// @param starts  where in each tensor the first lies
    template <index Full, class Starts, std::size_t... I>
    void
    run(const Starts& starts, index first, index some, double* out,
        std::index_sequence<I...> cuts) const {
        const index count = Full > 0 ? Full : some;
        const bool adjacent = ((line_of(std::get<I>(cuts_)).stride == 1) && ...);
        if (!adjacent) {
            sum_in_lanes(first, count, out, [&](lane& sums, std::size_t m) {
                fill_apart(
                    sums, count,
                    std::pair(
                        std::get<I>(starts) + offsets_[I][m],
                        line_of(std::get<I>(cuts_)).stride)...);
            });
            return;
        }
        switch (std::get<0>(cuts_).members()) {
        case 2:
            return sum_in_registers<2>(starts, first, count, out, cuts);
        case 4:
            return sum_in_registers<4>(starts, first, count, out, cuts);
        case 8:
            return sum_in_registers<8>(starts, first, count, out, cuts);
        case 16:
            return sum_in_registers<16>(starts, first, count, out, cuts);
        default:
            sum_in_lanes(first, count, out, [&](lane& sums, std::size_t m) {
                fill(sums, count, (std::get<I>(starts) + offsets_[I][m])...);
            });
        }
    }

    /// Writes the scores of groups that lie side by side, of a number of members that the compiler
    /// knows.
    template <index Members, class Starts, std::size_t... I>
    void sum_in_registers(
        const Starts& starts, index first, index count, double* out,
        std::index_sequence<I...>) const {
        const std::tuple rows(rows_of<I, Members>(std::get<I>(starts))...);
        for (index i = 0; i < count; ++i) {
            const double sum = joined_lanes<Members, 0, 1>(rows, i) + 0.0; // the empty lanes
            out[i] = score::finished(policy_, sum, Members, first + i);
        }
    }

    /// Where each member of a run's first group lies.
    template <std::size_t I, index Members, class Number>
    [[nodiscard]] auto rows_of(const Number* start) const {
        std::array<const Number*, static_cast<std::size_t>(Members)> rows;
        for (std::size_t m = 0; m < rows.size(); ++m) {
            rows[m] = start + offsets_[I][m];
        }
        return rows;
    }

    /// The lanes `Lane`, `Lane + Step`, ... of the i-th group, joined in halves.
    template <index Members, index Lane, index Step, class Rows>
    [[nodiscard]] COPPICE_ALWAYS_INLINE double joined_lanes(const Rows& rows, index i) const {
        if constexpr (Lane + Step < Members) {
            return score::joined(
                policy_, joined_lanes<Members, Lane, 2 * Step>(rows, i),
                joined_lanes<Members, Lane + Step, 2 * Step>(rows, i));
        } else {
            return std::apply(
                [&](const auto&... row) {
                    return policy_.accumulate(0.0, row[static_cast<std::size_t>(Lane)][i]...);
                },
                rows);
        }
    }

    /// Writes the scores of groups of any number of members.
    /// @param fill  fill(lane, member)
    template <class Fill>
    void sum_in_lanes(index first, index count, double* out, Fill fill) const {
        const index members = std::get<0>(cuts_).members();
        std::array<lane, static_cast<std::size_t>(small_group)> lanes;
        for (index m = 0; m < members; ++m) {
            const auto at = static_cast<std::size_t>(m);
            fill(lanes[at], at);
        }
        for (index half = small_group / 2; half > 0; half /= 2) {
            for (index m = 0; m + half < std::min(members, 2 * half); ++m) {
                join(
                    lanes[static_cast<std::size_t>(m)], lanes[static_cast<std::size_t>(m + half)],
                    count);
            }
        }
        for (index i = 0; i < count; ++i) { // + 0.0: the lanes without a member
            const double sum = lanes[0][static_cast<std::size_t>(i)] + 0.0;
            out[i] = score::finished(policy_, sum, members, first + i);
        }
    }

    using lane = std::array<double, static_cast<std::size_t>(side_by_side)>;

    template <class... Numbers>
    COPPICE_ALWAYS_INLINE void fill(lane& sums, index count, const Numbers*... members) const {
        double* const out = sums.data();
        const Score policy = policy_;
        for (index i = 0; i < count; ++i) {
            out[i] = policy.accumulate(0.0, members[i]...);
        }
    }

    template <class... Places>
    COPPICE_ALWAYS_INLINE void fill_apart(lane& sums, index count, Places... places) const {
        double* const out = sums.data();
        const Score policy = policy_;
        for (index i = 0; i < count; ++i) {
            out[i] = policy.accumulate(0.0, places.first[i * places.second]...);
        }
    }

    COPPICE_ALWAYS_INLINE void join(lane& sums, const lane& more, index count) const {
        double* const out = sums.data();
        const double* const joined = more.data();
        const Score policy = policy_;
        for (index i = 0; i < count; ++i) {
            out[i] = score::joined(policy, out[i], joined[i]);
        }
    }

    /// Lines of one cut are whole multiples of those of another, for their extents are the same.
    [[nodiscard]] index shortest_line() const {
        return std::apply(
            [](const auto&... cut) { return std::min({line_of(cut).length...}); }, cuts_);
    }

    Score policy_;
    std::tuple<grouped<const T>, grouped<const Extra>...> cuts_;
    std::array<small_offsets, 1 + sizeof...(Extra)> offsets_;
};

/// The bits of `count` groups from `first` on, at most 64.
[[nodiscard]] inline mask::word bits_of(mask::const_view mask, index first, index count) {
    const index shift = first % mask::bits_per_word;
    const mask::word* const word = mask.words + first / mask::bits_per_word;
    const bool apart = shift + count > mask::bits_per_word;
    const mask::word bits =
        word[0] >> shift | (apart ? word[1] << (mask::bits_per_word - shift) : 0);
    return count < mask::bits_per_word ? bits & ((mask::word{1} << count) - 1) : bits;
}

/// Writes zero to every member of every pruned group from `begin` to `end`.
template <element T>
void zero_small_groups(mask::const_view mask, const grouped<T>& groups, index begin, index end) {
    const small_offsets offsets = offsets_of(groups);
    const grouped<T> joined = in_lines(groups);
    const line row = line_of(joined);
    // Member by member: the longer the rows, the fewer have to be fetched anew.
    for_each_line(row.length, begin, end, [&](index first, index count) {
        T* const start = joined.group(first);
        for (index m = 0; m < groups.members(); ++m) {
            T* const member = start + offsets[static_cast<std::size_t>(m)];
            for (index g = 0; g < count; g += side_by_side) {
                const index some = std::min(side_by_side, count - g);
                const mask::word kept = bits_of(mask, first + g, some);
                if (row.stride == 1 && some == side_by_side) {
                    zero_unset(kept, member + g);
                    continue;
                }
                for (index i = 0; i < some; ++i) {
                    if ((kept >> i & 1U) == 0) {
                        member[(g + i) * row.stride] = T(0);
                    }
                }
            }
        }
    });
}

} // namespace coppice::backend::detail
