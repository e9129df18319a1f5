#pragma once

#include "coppice/backend/concept.hpp"
#include "coppice/backend/detail/radix_select.hpp"

#include <Eigen/Core>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <span>
#include <vector>

namespace coppice::backend {

/// The CPU, with Eigen: host memory, vector units, exact selection by streaming passes over the
/// weights instead of a sort. Needs the CMake target coppice::eigen.
struct eigen {
    template <class T>
    using buffer = std::vector<T>;

    template <class T>
    [[nodiscard]] buffer<T> allocate(index n) const {
        return buffer<T>(static_cast<std::size_t>(n));
    }

    template <class Score, element T, element... Extra>
    void score(
        const Score& policy, double* out, const grouped<const T>& groups,
        const grouped<const Extra>&... extra) const {
        for (index g = 0; g < groups.groups(); ++g) {
            out[g] = one_score(policy, g, groups, extra...);
        }
    }

    template <class Score, element T, element... Extra>
    [[nodiscard]] double total(
        const Score& policy, const grouped<const T>& groups,
        const grouped<const Extra>&... extra) const {
        return one_score(policy, 0, groups, extra...);
    }

    void keep_all(mask::view mask) const {
        std::fill_n(mask.words, mask::words(mask.size), ~mask::word{0});
        if (const index rest = mask.size % mask::bits_per_word; rest != 0) {
            mask.words[mask.size / mask::bits_per_word] = (mask::word{1} << rest) - 1;
        }
    }

    [[nodiscard]] index kept(mask::const_view mask) const {
        index count = 0;
        for (index i = 0; i < mask::words(mask.size); ++i) {
            count += std::popcount(mask.words[i]);
        }
        return count;
    }

    [[nodiscard]] static constexpr index select_workspace(index tensors, index groups) {
        return detail::radix_select<score::stored>::workspace(tensors, groups);
    }

    template <score::source Source>
    [[nodiscard]] select::not_a_number
    find_not_a_number(std::span<const select::candidate<Source>> candidates) const {
        return detail::radix_select<Source>::find_not_a_number(candidates);
    }

    template <score::source Source>
    void prune_each(
        std::span<const select::candidate<Source>> candidates, std::span<const index> ks,
        std::byte* workspace) const {
        for (std::size_t t = 0; t < candidates.size(); ++t) {
            index pruned = 0;
            prune_together(
                candidates.subspan(t, 1), ks[t], std::span<index>(&pruned, 1), workspace);
        }
    }

    template <score::source Source>
    void prune_together(
        std::span<const select::candidate<Source>> candidates, index k, std::span<index> pruned,
        std::byte* workspace) const {
        detail::radix_select<Source>(candidates, workspace).run(k, pruned);
    }

    template <element T>
    void apply(mask::const_view mask, const grouped<T>& groups) const {
        if (groups.members() == 1 && groups.groups_adjacent()) {
            apply_to_singles(mask, groups.data);
            return;
        }
        for (index g = 0; g < mask.size; ++g) {
            if (mask[g]) {
                continue;
            }
            T* const group = groups.group(g);
            if (groups.members_adjacent()) {
                Eigen::Map<Eigen::Array<T, Eigen::Dynamic, 1>>(group, groups.members()).setZero();
            } else {
                for (index m = 0; m < groups.members(); ++m) {
                    group[groups.member(m)] = T(0);
                }
            }
        }
    }

    template <element T>
    void copy(const grouped<const T>& from, T* to) const {
        using array = Eigen::Array<T, Eigen::Dynamic, 1>;
        for (index g = 0; g < from.groups(); ++g, to += from.members()) {
            if (from.members_adjacent()) {
                Eigen::Map<array>(to, from.members()) =
                    Eigen::Map<const array>(from.group(g), from.members());
            } else {
                for (index m = 0; m < from.members(); ++m) {
                    to[m] = from.group(g)[from.member(m)];
                }
            }
        }
    }

    /// Moves whole runs of the trailing axes that no list touches.
    template <element T>
    void gather(
        const view<const T>& from, std::span<const std::vector<index>> kept,
        const view<T>& to) const {
        int listed = to.rank(); // axes before this one are walked, the rest is one run
        while (listed > 0 && kept[static_cast<std::size_t>(listed - 1)].empty()) {
            --listed;
        }
        grouped<T> target{to.data(), {}, {}, {}, {}};
        grouped<const T> source{from.data(), {}, {}, {}, {}};
        for (int axis = 0; axis < to.rank(); ++axis) {
            (axis < listed ? target.outer : target.inner).push_back(to.extent(axis));
            (axis < listed ? target.outer_strides : target.inner_strides)
                .push_back(to.strides()[axis]);
            if (axis >= listed) {
                source.inner.push_back(from.extent(axis));
                source.inner_strides.push_back(from.strides()[axis]);
            }
        }
        for (index run = 0; run < target.groups(); ++run) {
            index rest = run;
            const T* first = from.data();
            for (int axis = listed - 1; axis >= 0; --axis) {
                const index position = rest % to.extent(axis);
                rest /= to.extent(axis);
                const auto& list = kept[static_cast<std::size_t>(axis)];
                first += from.strides()[axis] *
                         (list.empty() ? position : list[static_cast<std::size_t>(position)]);
            }
            T* const written = target.group(run);
            if (target.members_adjacent() && source.members_adjacent()) {
                std::copy_n(first, target.members(), written);
            } else {
                for (index m = 0; m < target.members(); ++m) {
                    written[target.member(m)] = first[source.member(m)];
                }
            }
        }
    }

    void download(mask::const_view mask, std::span<mask::word> words) const {
        std::copy_n(mask.words, words.size(), words.begin());
    }

    void upload(std::span<const mask::word> words, mask::view mask) const {
        std::copy(words.begin(), words.end(), mask.words);
    }

  private:
    using lanes = std::array<double, static_cast<std::size_t>(score::lanes)>;

    [[nodiscard]] static double folded(lanes& lane) {
        Eigen::Map<Eigen::Array<double, score::lanes, 1>> sums(lane.data());
        sums.template head<16>() += sums.template tail<16>().eval();
        sums.template head<8>() += sums.template segment<8>(8).eval();
        sums.template head<4>() += sums.template segment<4>(4).eval();
        return (lane[0] + lane[2]) + (lane[1] + lane[3]);
    }

    template <class Score, element T, element... Extra>
    [[nodiscard]] static double one_score(
        const Score& policy, index g, const grouped<const T>& groups,
        const grouped<const Extra>&... extra) {
        const bool adjacent = groups.members_adjacent() && (extra.members_adjacent() && ...);
        return adjacent
                   ? adjacent_score(policy, groups.members(), groups.group(g), extra.group(g)...)
                   : strided_score(policy, g, groups, extra...);
    }

    template <class Score, element T, element... Extra>
    [[nodiscard]] static double
    adjacent_score(const Score& policy, index members, const T* weights, const Extra*... extra) {
        double sum = 0;
        for (index begin = 0; begin < members; begin += score::chunk) {
            const index end = std::min(begin + score::chunk, members);
            lanes lane{};
            index m = begin;
            for (; m + score::lanes <= end; m += score::lanes) {
                for (index i = 0; i < score::lanes; ++i) {
                    double& partial = lane[static_cast<std::size_t>(i)];
                    partial = policy.accumulate(partial, weights[m + i], extra[m + i]...);
                }
            }
            for (index i = 0; m + i < end; ++i) {
                double& partial = lane[static_cast<std::size_t>(i)];
                partial = policy.accumulate(partial, weights[m + i], extra[m + i]...);
            }
            sum += folded(lane);
        }
        return policy.finish(sum, members);
    }

    template <class Score, element T, element... Extra>
    [[nodiscard]] static double strided_score(
        const Score& policy, index g, const grouped<const T>& groups,
        const grouped<const Extra>&... extra) {
        double sum = 0;
        for (index begin = 0; begin < groups.members(); begin += score::chunk) {
            const index end = std::min(begin + score::chunk, groups.members());
            lanes lane{};
            for (index m = begin; m < end; ++m) {
                double& partial = lane[static_cast<std::size_t>((m - begin) % score::lanes)];
                partial = policy.accumulate(
                    partial, groups.group(g)[groups.member(m)], extra.group(g)[extra.member(m)]...);
            }
            sum += folded(lane);
        }
        return policy.finish(sum, groups.members());
    }

    template <element T>
    static void apply_to_singles(mask::const_view mask, T* weights) {
        for (index begin = 0; begin < mask.size; begin += mask::bits_per_word) {
            const mask::word word = mask.words[begin / mask::bits_per_word];
            const index count = std::min(mask::bits_per_word, mask.size - begin);
            for (index i = 0; i < count; ++i) {
                weights[begin + i] = (word >> i & 1U) != 0 ? weights[begin + i] : T(0);
            }
        }
    }
};

static_assert(policy<eigen, float> && policy<eigen, double>);

} // namespace coppice::backend
