#pragma once

#include "coppice/core/count.hpp"
#include "coppice/mask/view.hpp"
#include "coppice/select/candidate.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace coppice::backend::detail {

/// Reads `count` scores from group `begin` on.
template <score::source Source>
void read_scores(const Source& source, index begin, index count, double* out) {
    for (index i = 0; i < count; ++i) {
        out[i] = source[begin + i];
    }
}

template <class Policy, element T>
void read_scores(
    const score::of_weights<Policy, T>& source, index begin, index count, double* out) {
    const Policy policy = source.policy;
    if (source.weights.groups_adjacent()) {
        const T* const weights = source.weights.data + begin;
        for (index i = 0; i < count; ++i) {
            out[i] = policy.finish(policy.accumulate(0.0, weights[i]), 1);
        }
    } else {
        for (index i = 0; i < count; ++i) {
            out[i] = source[begin + i];
        }
    }
}

/// Exact selection of the k lowest scores over several tensors, by the position of the k-th lowest
/// key: a histogram of the leading digit says in which bin the k-th key lies, then the next digit
/// within that bin, until the keys left are few enough to be sorted out directly.
///
/// A key is an integer in the order of its score; 0 stands for a group already pruned. A tensor
/// that would lose more than its cap is given exactly its cap and taken out of the common pool,
/// until no tensor exceeds its own: the groups it leaves behind are taken from the others.
template <score::source Source>
class radix_select {
  public:
    using candidates = std::span<const select::candidate<Source>>;

    [[nodiscard]] static constexpr index workspace(index tensors, index groups) {
        return tensors * static_cast<index>(sizeof(tensor_state)) +
               std::min(groups, most_collected) * static_cast<index>(sizeof(key)) +
               bins * static_cast<index>(sizeof(index));
    }

    radix_select(candidates tensors, std::byte* workspace)
        : tensors_(tensors), states_(reinterpret_cast<tensor_state*>(workspace), tensors.size()),
          counts_(reinterpret_cast<index*>(states_.data() + states_.size()), bins),
          collected_(reinterpret_cast<key*>(counts_.data() + counts_.size())) {}

    void run(index k, std::span<index> pruned) {
        std::fill(states_.begin(), states_.end(), tensor_state{});
        while (cut(k)) {
        }
        for (std::size_t t = 0; t < tensors_.size(); ++t) {
            pruned[t] = write(tensors_[t], states_[t]);
        }
    }

    [[nodiscard]] static select::not_a_number find_not_a_number(candidates tensors) {
        std::array<double, static_cast<std::size_t>(block)> scores;
        for (std::size_t t = 0; t < tensors.size(); ++t) {
            const mask::view mask = tensors[t].mask;
            for (index begin = 0; begin < mask.size; begin += block) {
                const index count = std::min(block, mask.size - begin);
                read_scores(tensors[t].scores, begin, count, scores.data());
                for (index i = 0; i < count; ++i) {
                    if (std::isnan(scores[static_cast<std::size_t>(i)]) && mask[begin + i]) {
                        return {static_cast<index>(t), begin + i};
                    }
                }
            }
        }
        return {};
    }

  private:
    using key = std::uint64_t;

    static constexpr int digit_bits = 11;
    static constexpr index bins = index{1} << digit_bits;
    static constexpr index most_collected = 32768;
    static constexpr index block = 8 * mask::bits_per_word;

    /// What is decided for one tensor: every key below `limit` goes, and the first `ties` equal to
    /// it.
    struct tensor_state {
        key limit = 0;
        index ties = 0;
        bool capped = false;
    };

    [[nodiscard]] static key ordered(double score) {
        const auto bits = std::bit_cast<key>(score + 0.0); // -0 becomes +0
        const key sign = key{1} << 63U;
        return (bits & sign) != 0 ? ~bits : bits | sign;
    }

    /// Calls visit(first group, keys) for every block of a tensor.
    template <class Visit>
    static void for_each_block(const select::candidate<Source>& tensor, Visit visit) {
        std::array<double, static_cast<std::size_t>(block)> scores;
        std::array<key, static_cast<std::size_t>(block)> keys;
        for (index begin = 0; begin < tensor.mask.size; begin += block) {
            const index count = std::min(block, tensor.mask.size - begin);
            read_scores(tensor.scores, begin, count, scores.data());
            for (index i = 0; i < count; ++i) {
                const auto at = static_cast<std::size_t>(i);
                keys[at] = tensor.mask[begin + i] ? ordered(scores[at]) : 0;
            }
            visit(begin, std::span<const key>(keys.data(), static_cast<std::size_t>(count)));
        }
    }

    template <class Visit>
    void for_each_uncapped(Visit visit) {
        for (std::size_t t = 0; t < tensors_.size(); ++t) {
            if (!states_[t].capped) {
                visit(tensors_[t], states_[t]);
            }
        }
    }

    /// Decides where the uncapped tensors are cut. Returns whether a tensor hit its cap, so that
    /// the others have to be cut anew.
    bool cut(index k) {
        for (std::size_t t = 0; t < tensors_.size(); ++t) {
            if (states_[t].capped) {
                k -= tensors_[t].most;
            }
        }
        index ties = k; // how many of the keys equal to `limit` go
        const key limit = kth_key(ties, [&](auto visit) { for_each_uncapped(visit); });
        bool again = false;
        for_each_uncapped([&](const auto& tensor, tensor_state& state) {
            const auto [below, equal] = count_up_to(tensor, limit);
            const index taken = std::min(equal, ties);
            if (below + taken > tensor.most) {
                index own_ties = tensor.most;
                state.limit = kth_key(own_ties, [&](auto visit) { visit(tensor, state); });
                state.ties = own_ties;
                state.capped = true;
                again = true;
            } else {
                state.limit = limit;
                state.ties = taken;
            }
            ties -= taken;
        });
        return again;
    }

    /// The `rank`-th lowest key (from 1) of the tensors that `each` visits. Leaves in `rank` how
    /// many keys equal to it are among the `rank` lowest. Key 0 with rank 0 when rank is 0.
    template <class Each>
    key kth_key(index& rank, Each each) {
        if (rank == 0) {
            return 0;
        }
        key prefix = 0; // the leading bits of the key, found so far
        for (int shift = 64; shift > 0;) {
            const int width = std::min(digit_bits, shift);
            const int next = shift - width;
            std::fill(counts_.begin(), counts_.end(), index{0});
            each([&](const auto& tensor, const tensor_state&) {
                for_each_block(tensor, [&](index, std::span<const key> keys) {
                    for (const key k : keys) {
                        if (leading(k, shift) == leading(prefix, shift)) {
                            ++counts_[digit(k, next, width)];
                        }
                    }
                });
            });
            std::size_t bin = 0;
            while (rank > counts_[bin]) {
                rank -= counts_[bin++];
            }
            prefix |= static_cast<key>(bin) << static_cast<unsigned>(next);
            shift = next;
            if (shift > 0 && counts_[bin] <= most_collected) {
                return pick(prefix, shift, rank, each);
            }
        }
        return prefix;
    }

    /// The `rank`-th lowest among the few keys that start with `prefix`; `rank` as in `kth_key`.
    template <class Each>
    key pick(key prefix, int shift, index& rank, Each each) {
        key* end = collected_;
        each([&](const auto& tensor, const tensor_state&) {
            for_each_block(tensor, [&](index, std::span<const key> keys) {
                for (const key k : keys) {
                    if (leading(k, shift) == leading(prefix, shift)) {
                        *end++ = k;
                    }
                }
            });
        });
        key* const kth = collected_ + (rank - 1);
        std::nth_element(collected_, kth, end);
        rank -= std::count_if(collected_, end, [&](key k) { return k < *kth; });
        return *kth;
    }

    static std::pair<index, index> count_up_to(const select::candidate<Source>& tensor, key limit) {
        index below = 0;
        index equal = 0;
        for_each_block(tensor, [&](index, std::span<const key> keys) {
            for (const key k : keys) {
                below += k < limit ? 1 : 0;
                equal += k == limit ? 1 : 0;
            }
        });
        return {below, equal};
    }

    static index write(const select::candidate<Source>& tensor, tensor_state state) {
        index pruned = 0;
        for_each_block(tensor, [&](index begin, std::span<const key> keys) {
            mask::word* out = tensor.mask.words + begin / mask::bits_per_word;
            for (std::size_t i = 0; i < keys.size(); ++i) {
                const bool tie = keys[i] == state.limit && state.ties > 0;
                state.ties -= tie ? 1 : 0;
                if (keys[i] < state.limit || tie || keys[i] == 0) {
                    out[i / 64] &= ~(mask::word{1} << (i % 64));
                    ++pruned;
                }
            }
        });
        return pruned;
    }

    [[nodiscard]] static constexpr key leading(key k, int shift) {
        return shift == 64 ? 0 : k >> static_cast<unsigned>(shift);
    }

    [[nodiscard]] static constexpr std::size_t digit(key k, int shift, int width) {
        return static_cast<std::size_t>(
            (k >> static_cast<unsigned>(shift)) & ((key{1} << static_cast<unsigned>(width)) - 1));
    }

    candidates tensors_;
    std::span<tensor_state> states_;
    std::span<index> counts_;
    key* collected_;
};

} // namespace coppice::backend::detail
