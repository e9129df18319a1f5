#pragma once

#include "coppice/backend/grid/entries.hpp"

#include <cstdint>

namespace coppice::backend::grid {

/// Begins to cut every tensor: together with the others, or by itself at a rank of its own.
template <score::source Source>
struct begin_tensors {
    const tensor<Source>* tensors;
    cut_state* parts;
    index count;
    const index* ranks; ///< of every tensor, or null

    template <class Block>
    constexpr void operator()(Block& block) const {
        block.each_warp([&](const auto& warp) {
            for_own(block, warp, count, [&](index t) {
                const tensor<Source>& here = tensors[t];
                cut_state begun;
                begun.below = here.gone;
                begun.equal = here.groups - here.gone;
                begun.most = here.most;
                begun.alone = ranks != nullptr;
                begun.rank = ranks != nullptr ? ranks[t] : 0;
                parts[t] = begun;
            });
        });
    }
};

/// One pass over all groups: counts, tensor by tensor, the values of the next digit of those that
/// have the digits so far, the key's or the place's.
template <score::source Source>
struct count_keys {
    using key = typename keys_of<Source>::key;

    const tensor<Source>* tensors;
    index count;
    index tiles;
    const cut_state* parts;
    digit next;
    bool of_places;
    index* counts; ///< of every tensor's bins
    findings* found;

    /// Blocks take tiles in a row, so that few change from tensor to tensor.
    template <class Block>
    constexpr void operator()(Block& block) const {
        auto& own = block.template shared<block_counts>();
        own.forget(block);
        index before = -1;
        const index end = tiles * (block.number() + 1) / block.count();
        for (index tile = tiles * block.number() / block.count(); tile < end; ++tile) {
            const index t = tensor_at(tensors, count, &tensor<Source>::first_tile, tile);
            if (t != before && before >= 0) {
                own.hand_over(block, counts + before * bins);
            }
            before = t;
            block.each_warp([&](const auto& warp) { take(warp, own, t, tile); });
        }
        if (before >= 0) {
            own.hand_over(block, counts + before * bins);
        }
    }

  private:
    template <class Warp>
    constexpr void take(const Warp& warp, block_counts& own, index t, index tile) const {
        const cut_state part = parts[t];
        if (part.settled) {
            return;
        }
        const tensor<Source>& here = tensors[t];
        const index first = (tile - here.first_tile) * tiles_of_groups.groups_of_tile();
        const index end = std::min(first + tiles_of_groups.groups_of_tile(), here.groups);
        const auto count_of = [&](const auto& keys) {
            return count_some(warp, own, here, part, keys, first, end);
        };
        if (here.keys.in_a_row() ? count_of(here.keys.row()) : count_of(here.keys)) {
            warp.once([&] { warp.add(&found->faults, index{1}); });
        }
    }

    /// @return whether a key is no number
    template <class Warp, class Keys>
    [[nodiscard]] constexpr bool count_some(
        const Warp& warp, block_counts& own, const tensor<Source>& here, const cut_state& part,
        const Keys& keys, index first, index end) const {
        constexpr int at_once = 8;
        return warp.ballot([&](int lane) {
            bool fault = false;
            const index own_first = first + warp.number() * lanes + lane;
            for (index g = own_first; g < end; g += at_once * threads_in_block) {
                key some[at_once] = {}; // all asked for before one is used
                for (int i = 0; i < at_once; ++i) {
                    some[i] = keys[std::min(g + i * threads_in_block, end - 1)];
                }
                for (int i = 0; i < at_once; ++i) {
                    const index at = g + i * threads_in_block;
                    if (at < end && (here.gone == 0 || here.kept(at))) {
                        fault = fault || some[i] >= keys_of<Source>::not_a_number;
                        add(warp, own, part, some[i], here.first_group + at);
                    }
                }
            }
            return fault;
        }) != 0;
    }

    template <class Warp>
    constexpr void
    add(const Warp& warp, block_counts& own, const cut_state& part, key of, index place) const {
        const bool equal = !of_places || of == part.key;
        const std::uint64_t number = of_places ? static_cast<std::uint64_t>(place) : of;
        if (equal && next.follows(number, part.digits)) {
            warp.add(own.of_bin + next.of(number), std::uint32_t{1});
        }
    }
};

/// The first group not pruned yet whose score is no number.
template <score::source Source>
struct find_fault {
    keys_of<Source> keys;
    mask::const_view mask;
    findings* found;

    template <class Block>
    constexpr void operator()(Block& block) const {
        block.each_warp([&](const auto& warp) {
            for_own(block, warp, mask.size, [&](index g) {
                if (mask[g] && keys[g] >= keys_of<Source>::not_a_number) {
                    warp.lower(&found->first_fault, g);
                }
            });
        });
    }
};

} // namespace coppice::backend::grid
