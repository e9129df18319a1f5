#pragma once

#include "coppice/backend/detail/sample.hpp"
#include "coppice/backend/grid/entries.hpp"

namespace coppice::backend::grid {

/// Writes the keys of a sample of all groups, and counts the values of their first digit; groups
/// that are pruned already have the key 0.
template <score::source Source>
struct take_sample {
    using key = typename keys_of<Source>::key;

    const tensor<Source>* tensors;
    index count;
    detail::sampling of;
    key* out;
    index* counts; ///< of the bins

    template <class Block>
    constexpr void operator()(Block& block) const {
        auto& own = block.template shared<block_counts>();
        own.forget(block);
        constexpr digit first = digit_of(keys_of<Source>::bits, 0);
        block.each_warp([&](const auto& warp) {
            for_own(block, warp, of.size(), [&](index i) {
                const key here = key_at(i);
                out[i] = here;
                warp.add(own.of_bin + first.of(here), std::uint32_t{1});
            });
        });
        own.hand_over(block, counts);
    }

  private:
    [[nodiscard]] constexpr key key_at(index i) const {
        const index in_run = i % detail::sampling::run_length;
        const index place = of.first_group(i / detail::sampling::run_length) + in_run;
        const index last = of.groups - 1;
        const index at = place < last ? place : last;
        const tensor<Source>& here =
            tensors[tensor_at(tensors, count, &tensor<Source>::first_group, at)];
        const index g = at - here.first_group;
        return here.gone == 0 || here.kept(g) ? here.keys[g] : key{0};
    }
};

/// The rank in a sample that stands for a share of all keys, give or take a spread.
[[nodiscard]] constexpr index sampled_rank(double share, double spread, index sampled) {
    return static_cast<index>((share + spread) * static_cast<double>(sampled));
}

/// Begins to cut a sample at two ranks, below and above the one that is sought: the first digit of
/// its keys was counted for one of them. Runs in a single block.
struct begin_sample {
    cut_state* parts;
    index* counts; ///< of both parts' bins
    index low;
    index high;
    index sampled;

    template <class Block>
    constexpr void operator()(Block& block) const {
        block.each_warp([&](const auto& warp) {
            warp.each([&](int lane) {
                const int begin = warp.number() * lanes + lane;
                for (int bin = begin; bin < bins; bin += threads_in_block) {
                    counts[bins + bin] = counts[bin];
                }
            });
            if (warp.number() == 0) {
                warp.once([&] {
                    parts[0] = {.equal = sampled, .rank = low, .alone = true};
                    parts[1] = {.equal = sampled, .rank = high, .alone = true};
                });
            }
        });
    }
};

/// Makes a bracket of the digits at which a sample is cut. Runs in a single block.
struct bracket_of_sample {
    const cut_state* parts;
    findings* found;
    digit last;       ///< that was decided
    bool from_lowest; ///< keys may be as low as they like
    bool to_highest;
    std::uint64_t not_a_number;

    template <class Block>
    constexpr void operator()(Block& block) const {
        block.each_warp([&](const auto& warp) {
            if (warp.number() == 0) {
                warp.once([&] {
                    const std::uint64_t low = parts[0].digits << last.shift;
                    const std::uint64_t high = (parts[1].digits + 1) << last.shift;
                    const bool ends = !to_highest && high > low && high < not_a_number;
                    found->first = from_lowest || low == 0 ? 1 : low;
                    found->end = ends ? high : not_a_number;
                });
            }
        });
    }
};

} // namespace coppice::backend::grid
