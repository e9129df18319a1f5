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

/// Groups lie in lines: `length` groups, numbered one after the other, `stride` elements apart.
struct group_lines {
    index length = 1;
    index stride = 0;
};

/// The longest lines that the last outer axes make together.
template <element T>
[[nodiscard]] group_lines lines_of(const grouped<T>& groups) {
    group_lines lines;
    for (int axis = groups.outer.rank() - 1; axis >= 0; --axis) {
        const index extent = groups.outer[axis];
        const index stride = groups.outer_strides[axis];
        if (extent == 1) {
            continue;
        }
        if (lines.length > 1 && stride != lines.length * lines.stride) {
            break;
        }
        lines.stride = lines.length > 1 ? lines.stride : stride;
        lines.length *= extent;
    }
    return lines;
}

/// Calls visit(first group, count) for runs of at most `most` groups of one line, among those from
/// `begin` to `end`.
template <class Visit>
void for_each_run(index line, index most, index begin, index end, Visit visit) {
    for (index first = begin; first < end;) {
        const index left_in_line = line - first % line;
        const index count = std::min({most, left_in_line, end - first});
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
          cuts_(groups, extra...), offsets_{offsets_of(groups), offsets_of(extra)...},
          lines_{lines_of(groups), lines_of(extra)...} {}

    /// Writes the scores of groups from `begin` to `end` to `out` and after.
    void write(index begin, index end, double* out) const {
        for_each_run(shortest_line(), side_by_side, begin, end, [&](index first, index count) {
            constexpr std::index_sequence_for<T, Extra...> cuts;
            if (count == side_by_side) {
                run<side_by_side>(first, count, out + (first - begin), cuts);
            } else {
                run<0>(first, count, out + (first - begin), cuts);
            }
        });
    }

    /// Says that a group's members will be read soon; it need not exist.
    COPPICE_ALWAYS_INLINE void prefetch_one(index group) const {
        const grouped<const T>& groups = std::get<0>(cuts_);
        const T* const start = groups.group(group);
        for (index m = 0; m < groups.members(); ++m) {
            detail::prefetch(start + offsets_[0][static_cast<std::size_t>(m)], 1);
        }
    }

  private:
    /// @tparam Full  `count` if the compiler shall know it, else 0
    template <index Full, std::size_t... I>
    void run(index first, index some, double* out, std::index_sequence<I...>) const {
        const index count = Full > 0 ? Full : some;
        const index members = std::get<0>(cuts_).members();
        const std::tuple starts(std::get<I>(cuts_).group(first)...);
        const bool adjacent = ((lines_[I].stride == 1) && ...);
        std::array<lane, static_cast<std::size_t>(small_group)> lanes;
        for (index m = 0; m < members; ++m) {
            const auto at = static_cast<std::size_t>(m);
            if (adjacent) {
                fill(lanes[at], count, (std::get<I>(starts) + offsets_[I][at])...);
            } else {
                fill_apart(
                    lanes[at], count,
                    std::pair(std::get<I>(starts) + offsets_[I][at], lines_[I].stride)...);
            }
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
        index length = lines_[0].length;
        for (const group_lines& line : lines_) {
            length = std::min(length, line.length);
        }
        return length;
    }

    Score policy_;
    std::tuple<grouped<const T>, grouped<const Extra>...> cuts_;
    std::array<small_offsets, 1 + sizeof...(Extra)> offsets_;
    std::array<group_lines, 1 + sizeof...(Extra)> lines_;
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
    const group_lines lines = lines_of(groups);
    constexpr index at_once = 16 * side_by_side; // so that members are visited in long rows
    for_each_run(lines.length, at_once, begin, end, [&](index first, index count) {
        T* const start = groups.group(first);
        for (index m = 0; m < groups.members(); ++m) {
            T* const member = start + offsets[static_cast<std::size_t>(m)];
            for (index g = 0; g < count; g += side_by_side) {
                const index some = std::min(side_by_side, count - g);
                const mask::word kept = bits_of(mask, first + g, some);
                if (lines.stride == 1 && some == side_by_side) {
                    zero_unset(kept, member + g);
                    continue;
                }
                for (index i = 0; i < some; ++i) {
                    if ((kept >> i & 1U) == 0) {
                        member[(g + i) * lines.stride] = T(0);
                    }
                }
            }
        }
    });
}

} // namespace coppice::backend::detail
