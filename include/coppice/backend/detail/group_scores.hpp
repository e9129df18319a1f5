#pragma once

#include "coppice/backend/detail/members.hpp"
#include "coppice/backend/detail/prefetch.hpp"
#include "coppice/backend/detail/small_groups.hpp"
#include "coppice/core/grouped.hpp"
#include "coppice/score/concept.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <tuple>

namespace coppice::backend::detail {

/// The scores of a tensor's groups, the members summed as score/concept.hpp says: small groups side
/// by side, others one after the other.
template <class Score, element T, element... Extra>
class group_scores {
  public:
    group_scores(
        const Score& policy, const grouped<const T>& groups, const grouped<const Extra>&... extra)
        : policy_(policy),
          cuts_(groups.members_in_memory_order(groups), extra.members_in_memory_order(groups)...),
          adjacent_(std::apply(
              [](const auto&... cut) { return (cut.members_adjacent() && ...); }, cuts_)),
          small_(std::apply(
              [&](const auto&... cut) { return small_scores<Score, T, Extra...>(policy, cut...); },
              cuts_)) {}

    /// Writes the scores of groups from `begin` to `end` to `out` and after.
    void write(index begin, index end, double* out) const {
        const grouped<const T>& groups = std::get<0>(cuts_);
        if (groups.members() <= small_group && groups.groups() > 1) {
            small_.write(begin, end, out);
            return;
        }
        for (index g = begin; g < end; ++g) {
            *out++ = one(g);
        }
    }

    /// Says that the scores of groups follow in a stream that is being read; they need not exist.
    COPPICE_ALWAYS_INLINE void prefetch(index begin, index count) const {
        if (std::get<0>(cuts_).members() <= small_group) {
            small_.prefetch(begin, count);
        }
    }

    /// Says that a group's score will be asked for soon; it need not exist.
    COPPICE_ALWAYS_INLINE void prefetch_one(index group) const {
        if (std::get<0>(cuts_).members() <= small_group) {
            small_.prefetch_one(group);
        }
    }

    /// A single group's score.
    [[nodiscard]] double one(index g) const {
        return std::apply(
            [&](const auto&... cut) {
                return adjacent_ ? adjacent_score(g, cut.group(g)...) : strided_score(g, cut...);
            },
            cuts_);
    }

  private:
    using lanes = std::array<double, static_cast<std::size_t>(score::lanes)>;

    /// The lanes joined in halves.
    [[nodiscard]] double folded(lanes& lane) const {
        for (index half = score::lanes / 2; half > 0; half /= 2) {
            for (index i = 0; i < half; ++i) {
                lane[at(i)] = score::joined(policy_, lane[at(i)], lane[at(i + half)]);
            }
        }
        return lane[0];
    }

    [[nodiscard]] double adjacent_score(index g, const T* weights, const Extra*... extra) const {
        const index members = std::get<0>(cuts_).members();
        const Score policy = policy_;
        double sum = 0;
        for (index begin = 0; begin < members; begin += score::chunk) {
            const index end = std::min(begin + score::chunk, members);
            lanes lane{};
            index m = begin;
            for (; m + score::lanes <= end; m += score::lanes) {
                for (index i = 0; i < score::lanes; ++i) {
                    lane[at(i)] = policy.accumulate(lane[at(i)], weights[m + i], extra[m + i]...);
                }
            }
            for (index i = 0; m + i < end; ++i) {
                lane[at(i)] = policy.accumulate(lane[at(i)], weights[m + i], extra[m + i]...);
            }
            sum = score::joined(policy, sum, folded(lane));
        }
        return score::finished(policy, sum, members, g);
    }

    [[nodiscard]] double strided_score(
        index g, const grouped<const T>& groups, const grouped<const Extra>&... extra) const {
        double sum = 0;
        lanes lane{};
        index member = 0;
        for_each_member(
            [&](const T* weight, const Extra*... further) {
                double& partial = lane[at(member % score::lanes)];
                partial = policy_.accumulate(partial, *weight, *further...);
                if (++member % score::chunk == 0) {
                    sum = score::joined(policy_, sum, folded(lane));
                    lane = {};
                }
            },
            g, groups, extra...);
        if (member % score::chunk != 0) {
            sum = score::joined(policy_, sum, folded(lane));
        }
        return score::finished(policy_, sum, groups.members(), g);
    }

    [[nodiscard]] static constexpr std::size_t at(index i) { return static_cast<std::size_t>(i); }

    Score policy_;
    std::tuple<grouped<const T>, grouped<const Extra>...> cuts_;
    bool adjacent_;
    small_scores<Score, T, Extra...> small_;
};

} // namespace coppice::backend::detail
