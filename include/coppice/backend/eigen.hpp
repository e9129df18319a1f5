#pragma once

#include "coppice/backend/concept.hpp"
#include "coppice/backend/detail/bracket_select.hpp"
#include "coppice/backend/detail/chunks.hpp"
#include "coppice/backend/detail/count_at_most.hpp"
#include "coppice/backend/detail/divide_by_rest.hpp"
#include "coppice/backend/detail/gather.hpp"
#include "coppice/backend/detail/group_scores.hpp"
#include "coppice/backend/detail/host_memory.hpp"
#include "coppice/backend/detail/members.hpp"
#include "coppice/backend/detail/run_select.hpp"
#include "coppice/backend/detail/small_groups.hpp"
#include "coppice/backend/detail/zero_unset.hpp"

#include <Eigen/Core>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace coppice {

/// Half precision: sums are taken in double.
template <>
inline constexpr bool is_element<Eigen::half> = true;
template <>
inline constexpr std::int16_t infinity_bits<Eigen::half> = 0x7C00;

/// Brain floating point: sums are taken in double.
template <>
inline constexpr bool is_element<Eigen::bfloat16> = true;
template <>
inline constexpr std::int16_t infinity_bits<Eigen::bfloat16> = 0x7F80;

} // namespace coppice

namespace coppice::backend {

/// The CPU, with Eigen: host memory, vector units, exact selection by streaming passes over the
/// weights instead of a sort. Needs the CMake target coppice::eigen.
struct eigen : detail::host_memory {
    template <class Score, element T, element... Extra>
    void score(
        const Score& policy, double* out, const grouped<const T>& groups,
        const grouped<const Extra>&... extra) const {
        const detail::group_scores<Score, T, Extra...> scores(policy, groups, extra...);
        for_each_piece(
            groups, [&](index begin, index end) { scores.write(begin, end, out + begin); });
    }

    template <class Score, element T, element... Extra>
    [[nodiscard]] double total(
        const Score& policy, const grouped<const T>& groups,
        const grouped<const Extra>&... extra) const {
        return detail::group_scores<Score, T, Extra...>(policy, groups, extra...).one(0);
    }

    [[nodiscard]] static constexpr index select_workspace(index tensors, index groups) {
        return detail::bracket_select<score::stored>::workspace(tensors, groups);
    }

    template <score::source Source>
    [[nodiscard]] select::not_a_number prune_each(
        std::span<const select::candidate<Source>> candidates, std::span<const index> ks,
        std::byte* workspace) const {
        using selection = detail::bracket_select<Source>;
        if (!all_whole(candidates)) {
            if (const auto fault = selection::find_not_a_number(candidates); fault.found()) {
                return fault;
            }
        }
        for (std::size_t t = 0; t < candidates.size();) {
            if (ks[t] == candidates[t].gone) {
                ++t;
                continue;
            }
            const std::size_t some = selection::at_once(candidates.subspan(t), ks.subspan(t));
            const auto fault =
                selection(candidates.subspan(t, some), workspace).run_each(ks.subspan(t, some));
            if (fault.found()) {
                make_whole(candidates.first(t));
                return {static_cast<index>(t) + fault.tensor, fault.group};
            }
            t += some;
        }
        return {};
    }

    template <score::source Source>
    [[nodiscard]] select::not_a_number prune_together(
        std::span<const select::candidate<Source>> candidates, index k, std::span<index> pruned,
        std::byte* workspace) const {
        return detail::bracket_select<Source>(candidates, workspace).run(k, pruned);
    }

    template <score::source Source, class Pattern>
    [[nodiscard]] select::not_a_number prune_runs(
        std::span<const select::candidate<Source>> candidates, const Pattern& pattern) const {
        using selection = detail::bracket_select<Source>;
        if (!all_whole(candidates)) {
            if (const auto fault = selection::find_not_a_number(candidates); fault.found()) {
                return fault;
            }
        }
        for (std::size_t t = 0; t < candidates.size(); ++t) {
            const auto& tensor = candidates[t];
            if (!detail::run_select<Source>(tensor, pattern(tensor.extents)).run()) {
                make_whole(candidates.first(t + 1));
                return selection::find_not_a_number(candidates);
            }
        }
        return {};
    }

    template <score::source Source>
    [[nodiscard]] index at_most(const select::candidate<Source>& tensor, double value) const {
        return detail::count_at_most(tensor, value);
    }

    void divide_by_rest(double* scores, index n, double* space) const {
        detail::divide_by_rest(scores, n, space);
    }

    template <element T>
    void apply(mask::const_view mask, const grouped<T>& groups) const {
        if (groups.members() == 1 && groups.groups_adjacent()) {
            apply_to_singles(mask, groups.data);
            return;
        }
        const grouped<T> ordered = groups.members_in_memory_order(groups);
        const index bytes = groups.groups() * groups.members() * static_cast<index>(sizeof(T));
        const bool in_memory = ordered.members_adjacent() && bytes >= too_large_for_caches;
        for_each_piece(groups, [&](index begin, index end) {
            if (groups.members() <= detail::small_group) {
                detail::zero_small_groups(mask, ordered, begin, end);
                return;
            }
            for (index g = begin; g < end; ++g) {
                if (!mask[g] && in_memory) {
                    detail::zero_in_memory(ordered.group(g), ordered.members());
                } else if (!mask[g]) {
                    write_zero(ordered, g);
                }
            }
            if (in_memory) {
                detail::in_memory_seen();
            }
        });
    }

    template <element T>
    void copy(const grouped<const T>& from, T* to) const {
        using array = Eigen::Array<T, Eigen::Dynamic, 1>;
        for (index g = 0; g < from.groups(); ++g, to += from.members()) {
            if (from.members_adjacent()) {
                Eigen::Map<array>(to, from.members()) =
                    Eigen::Map<const array>(from.group(g), from.members());
            } else {
                detail::for_each_member(
                    [next = to](const T* weight) mutable { *next++ = *weight; }, g, from);
            }
        }
    }

    static constexpr bool gathers_in_place = true;

    template <element T>
    void gather(
        const view<const T>& from, std::span<const std::vector<index>> kept,
        const view<T>& to) const {
        detail::gatherer<T>(from, kept, to)();
    }

  private:
    // What a thread takes at a time.
    static constexpr index words_at_once = 512;
    static constexpr index weights_at_once = 32768;

    /// Bytes of one tensor. From here on what is lost where it stays in a cache is little beside
    /// what is gained where it does not.
    static constexpr index too_large_for_caches = index{4} << 20;

    /// Whether nothing is pruned yet: such masks can be made whole again when a NaN turns up.
    template <score::source Source>
    [[nodiscard]] static bool all_whole(std::span<const select::candidate<Source>> candidates) {
        return std::all_of(
            candidates.begin(), candidates.end(), [](const auto& c) { return c.gone == 0; });
    }

    template <score::source Source>
    static void make_whole(std::span<const select::candidate<Source>> candidates) {
        for (const auto& tensor : candidates) {
            keep_all(tensor.mask);
        }
    }

    /// Calls work(begin, end) for ranges of groups that are worth a thread's while.
    template <element T, class Work>
    static void for_each_piece(const grouped<T>& groups, Work work) {
        const index at_once = std::max<index>(1, weights_at_once / groups.members());
        detail::for_each_chunk((groups.groups() + at_once - 1) / at_once, [&](index chunk) {
            work(chunk * at_once, std::min((chunk + 1) * at_once, groups.groups()));
        });
    }

    template <element T>
    static void write_zero(const grouped<T>& groups, index g) {
        if (groups.members_adjacent()) {
            Eigen::Map<Eigen::Array<T, Eigen::Dynamic, 1>>(groups.group(g), groups.members())
                .setZero();
        } else {
            detail::for_each_member([](T* weight) { *weight = T(0); }, g, groups);
        }
    }

    template <element T>
    static void apply_to_singles(mask::const_view mask, T* weights) {
        const index whole_words = mask.size / mask::bits_per_word;
        detail::for_each_chunk((whole_words + words_at_once - 1) / words_at_once, [&](index chunk) {
            const index begin = chunk * words_at_once;
            for (index i = begin; i < std::min(begin + words_at_once, whole_words); ++i) {
                if (mask.words[i] != ~mask::word{0}) {
                    detail::zero_unset(mask.words[i], weights + i * mask::bits_per_word);
                }
            }
        });
        for (index g = whole_words * mask::bits_per_word; g < mask.size; ++g) {
            weights[g] = mask[g] ? weights[g] : T(0);
        }
    }
};

} // namespace coppice::backend
