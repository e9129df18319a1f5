#pragma once

#include "coppice/backend/concept.hpp"
#include "coppice/backend/detail/host_memory.hpp"
#include "coppice/core/math.hpp"
#include "coppice/score/sum.hpp"

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <span>
#include <vector>

namespace coppice::backend {

/// Naive loops over host memory: the oracle that every other backend is tested against. One element
/// at a time, in the order the concepts describe, with no other aim than to be plainly right.
struct reference : detail::host_memory {
    template <class Score, element T, element... Extra>
    void score(
        const Score& policy, double* out, const grouped<const T>& groups,
        const grouped<const Extra>&... extra) const {
        for (index g = 0; g < groups.groups(); ++g) {
            out[g] = score::of_group(
                policy, g, groups.members_in_memory_order(groups),
                extra.members_in_memory_order(groups)...);
        }
    }

    template <class Score, element T, element... Extra>
    [[nodiscard]] double total(
        const Score& policy, const grouped<const T>& groups,
        const grouped<const Extra>&... extra) const {
        return score::of_group(
            policy, 0, groups.members_in_memory_order(groups),
            extra.members_in_memory_order(groups)...);
    }

    [[nodiscard]] static constexpr index select_workspace(index /*tensors*/, index groups) {
        return groups * static_cast<index>(sizeof(ranked));
    }

    template <score::source Source>
    [[nodiscard]] select::not_a_number prune_each(
        std::span<const select::candidate<Source>> candidates, std::span<const index> ks,
        std::byte* workspace) const {
        const select::not_a_number fault = find_not_a_number(candidates);
        for (std::size_t t = 0; t < candidates.size() && !fault.found(); ++t) {
            index pruned = 0;
            prune_lowest(candidates.subspan(t, 1), ks[t], std::span<index>(&pruned, 1), workspace);
        }
        return fault;
    }

    template <score::source Source>
    [[nodiscard]] select::not_a_number prune_together(
        std::span<const select::candidate<Source>> candidates, index k, std::span<index> pruned,
        std::byte* workspace) const {
        const select::not_a_number fault = find_not_a_number(candidates);
        if (!fault.found()) {
            prune_lowest(candidates, k, pruned, workspace);
        }
        return fault;
    }

    template <score::source Source, class Pattern>
    [[nodiscard]] select::not_a_number prune_runs(
        std::span<const select::candidate<Source>> candidates, const Pattern& pattern) const {
        const select::not_a_number fault = find_not_a_number(candidates);
        for (std::size_t t = 0; t < candidates.size() && !fault.found(); ++t) {
            const select::candidate<Source>& tensor = candidates[t];
            const select::runs runs = pattern(tensor.extents);
            for (index first = 0; first < tensor.mask.size; ++first) {
                if (first / runs.inner % runs.length % runs.of == 0) {
                    prune_run(tensor, runs, first);
                }
            }
        }
        return fault;
    }

    template <score::source Source>
    [[nodiscard]] index at_most(const select::candidate<Source>& tensor, double value) const {
        index count = 0;
        for (index g = 0; g < tensor.mask.size; ++g) {
            count += tensor.mask[g] && !(tensor.scores[g] > value) ? 1 : 0;
        }
        return count;
    }

    /// A template, so that only who calls it waits for the compiler.
    template <std::same_as<double> Score>
    void divide_by_rest(Score* scores, index n, double* /*space*/) const {
        std::vector<ranked> order;
        for (index g = 0; g < n; ++g) {
            if (math::isnan(scores[g])) {
                return;
            }
            order.push_back({scores[g], 0, g, true});
        }
        std::sort(order.begin(), order.end());
        double chunks = 0;
        double sum = 0;
        for (index i = 0; i < n; ++i) {
            if (i > 0 && i % score::chunk == 0) {
                chunks += sum;
                sum = 0;
            }
            const ranked& next = order[static_cast<std::size_t>(n - 1 - i)];
            sum += next.score;
            const double rest = chunks + sum;
            scores[next.group] = rest == 0 ? 0.0 : next.score / rest;
        }
    }

    template <element T>
    void apply(mask::const_view mask, const grouped<T>& groups) const {
        for (index g = 0; g < mask.size; ++g) {
            for (index m = 0; m < groups.members() && !mask[g]; ++m) {
                groups.group(g)[groups.member(m)] = T(0);
            }
        }
    }

    template <element T>
    void copy(const grouped<const T>& from, T* to) const {
        for (index g = 0; g < from.groups(); ++g) {
            for (index m = 0; m < from.members(); ++m) {
                *to++ = from.group(g)[from.member(m)];
            }
        }
    }

    static constexpr bool gathers_in_place = true;

    template <element T>
    void gather(
        const view<const T>& from, std::span<const std::vector<index>> kept,
        const view<T>& to) const {
        const grouped<T> places = singles(to);
        for (index i = 0; i < to.size(); ++i) {
            index rest = i;
            index source = 0;
            for (int axis = to.rank() - 1; axis >= 0; --axis) {
                const index position = rest % to.extent(axis);
                rest /= to.extent(axis);
                const auto& list = kept[static_cast<std::size_t>(axis)];
                source += from.strides()[axis] *
                          (list.empty() ? position : list[static_cast<std::size_t>(position)]);
            }
            *places.group(i) = from.data()[source];
        }
    }

  private:
    struct ranked {
        double score;
        index tensor;
        index group;
        bool alive;

        [[nodiscard]] friend bool operator<(const ranked& a, const ranked& b) {
            if (a.alive != b.alive) {
                return b.alive;
            }
            if (a.score != b.score) {
                return a.score < b.score;
            }
            return a.tensor != b.tensor ? a.tensor < b.tensor : a.group < b.group;
        }
    };

    template <score::source Source>
    [[nodiscard]] static select::not_a_number
    find_not_a_number(std::span<const select::candidate<Source>> candidates) {
        for (std::size_t t = 0; t < candidates.size(); ++t) {
            for (index g = 0; g < candidates[t].mask.size; ++g) {
                if (candidates[t].mask[g] && math::isnan(candidates[t].scores[g])) {
                    return {static_cast<index>(t), g};
                }
            }
        }
        return {};
    }

    template <score::source Source>
    static void prune_lowest(
        std::span<const select::candidate<Source>> candidates, index k, std::span<index> pruned,
        std::byte* workspace) {
        auto* const order = reinterpret_cast<ranked*>(workspace);
        index count = 0;
        for (std::size_t t = 0; t < candidates.size(); ++t) {
            pruned[t] = 0;
            for (index g = 0; g < candidates[t].mask.size; ++g) {
                const bool alive = candidates[t].mask[g];
                const double score = alive ? candidates[t].scores[g] : 0.0;
                order[count++] = {score, static_cast<index>(t), g, alive};
            }
        }
        std::sort(order, order + count);
        for (index i = 0; i < count && k > 0; ++i) {
            const auto t = static_cast<std::size_t>(order[i].tensor);
            if (pruned[t] < candidates[t].most) {
                prune_group(candidates[t].mask, order[i].group);
                ++pruned[t];
                --k;
            }
        }
    }

    template <score::source Source>
    static void
    prune_run(const select::candidate<Source>& tensor, const select::runs& pattern, index first) {
        std::vector<ranked> order;
        for (index g = first; g < first + pattern.of * pattern.inner; g += pattern.inner) {
            const bool alive = tensor.mask[g];
            order.push_back({alive ? tensor.scores[g] : 0.0, 0, g, alive});
        }
        std::sort(order.begin(), order.end());
        for (index i = 0; i < pattern.of - pattern.kept; ++i) {
            prune_group(tensor.mask, order[static_cast<std::size_t>(i)].group);
        }
    }

    static void prune_group(mask::view mask, index g) {
        mask.words[g / mask::bits_per_word] &= ~(mask::word{1} << (g % mask::bits_per_word));
    }
};

} // namespace coppice::backend
