#pragma once

#include "coppice/backend/detail/sample.hpp"
#include "coppice/backend/grid/entries.hpp"

namespace coppice::backend::grid {

/// Writes the keys of a sample of all groups; groups that are pruned already have the key 0.
template <score::source Source>
struct take_sample {
    using key = typename keys_of<Source>::key;

    const tensor<Source>* tensors;
    index count;
    detail::sampling of;
    key* out;

    template <class Block>
    constexpr void operator()(Block& block) const {
        block.each_warp([&](const auto& warp) {
            for_own(block, warp, of.size(), [&](index i) { out[i] = key_at(i); });
        });
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

/// How far, as a share, a rank among `sampled` keys may be from that among all.
[[nodiscard]] constexpr index sampled_rank(double share, double spread, index sampled) {
    return static_cast<index>((share + spread) * static_cast<double>(sampled));
}

/// Begins to cut a sample at two ranks, below and above the one that is sought.
struct begin_sample {
    cut_state* parts;
    index low;
    index high;
    index sampled;

    template <class Block>
    constexpr void operator()(Block& block) const {
        block.each_warp([&](const auto& warp) {
            if (warp.number() == 0) {
                warp.once([&] {
                    parts[0] = {.equal = sampled, .rank = low, .alone = true};
                    parts[1] = {.equal = sampled, .rank = high, .alone = true};
                });
            }
        });
    }
};

/// Makes a bracket of the digits at which a sample is cut.
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
