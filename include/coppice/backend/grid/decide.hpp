#pragma once

#include "coppice/backend/grid/bits.hpp"
#include "coppice/backend/grid/entries.hpp"
#include "coppice/backend/grid/sweep.hpp"

#include <algorithm>
#include <cstdint>
#include <type_traits>

namespace coppice::backend::grid {

/// Adds to the losses of every tensor what goes of the groups that were written down. With `Write`,
/// gives back those that stay: in the masks none of them is kept. Nothing, where the cut is
/// undecided.
template <score::source Source, bool Write>
struct decide_entries {
    using key = typename keys_of<Source>::key;

    const tensor<Source>* tensors;
    index count;
    entries<key> written;
    const findings* found;
    const cut_state* part;
    index* losses;

    template <class Block>
    constexpr void operator()(Block& block) const {
        const cut_state cut = *part;
        if (!cut.settled) {
            return;
        }
        const index all = std::min(found->entries, written.room);
        block.each_warp([&](const auto& warp) {
            using warp_type = std::remove_cvref_t<decltype(warp)>;
            tensor_tally<warp_type> tally(losses);
            const index step = block.count() * threads_in_block;
            for (index i = (block.number() * warps_in_block + warp.number()) * lanes; i < all;
                 i += step) {
                take(warp, cut, i, all, tally);
            }
            tally.hand_over(warp);
        });
    }

  private:
    /// One entry a lane.
    template <class Warp>
    constexpr void take(
        const Warp& warp, const cut_state& cut, index first, index all,
        tensor_tally<Warp>& tally) const {
        const auto place =
            warp.each([&](int lane) { return written.places[std::min(first + lane, all - 1)]; });
        const auto at = warp.each([&](int lane) {
            return tensor_at(
                tensors, count, &tensor<Source>::first_group, static_cast<index>(place[lane]));
        });
        const std::uint32_t going = warp.ballot([&](int lane) {
            return first + lane < all && cut.cuts(written.keys[first + lane], place[lane]);
        });
        if constexpr (Write) {
            warp.each([&](int lane) {
                if (first + lane < all && (going >> lane & 1U) == 0) {
                    const tensor<Source>& here = tensors[at[lane]];
                    const index g = static_cast<index>(place[lane]) - here.first_group;
                    warp.set(
                        here.words + g / mask::bits_per_word,
                        mask::word{1} << (g % mask::bits_per_word));
                }
            });
        }
        // Most often all of them are of one tensor.
        for (std::uint32_t left = going; left != 0;) {
            const index t = warp.same(at, lowest_set(left));
            const std::uint32_t here = left & warp.ballot([&](int lane) { return at[lane] == t; });
            tally.add(warp, t, set_bits(here));
            left &= ~here;
        }
    }
};

/// Prunes the groups that go by the cuts of their tensors, one cut a tensor or one for all.
template <score::source Source>
struct write_masks {
    static constexpr int resident_blocks = 3; ///< to a processor, so that memory is kept busy

    const tensor<Source>* tensors;
    index count;
    index tiles;
    const cut_state* parts;
    bool common;

    template <class Block>
    constexpr void operator()(Block& block) const {
        block.each_warp([&](const auto& warp) {
            for (index tile = block.number(); tile < tiles; tile += block.count()) {
                const index t = tensor_at(tensors, count, &tensor<Source>::first_tile, tile);
                const tensor<Source>& here = tensors[t];
                const index begin = (tile - here.first_tile) * tiles_of_groups.groups_of_tile() +
                                    warp.number() * tiles_of_groups.groups_of_warp();
                if (begin >= here.groups) {
                    continue;
                }
                const bool whole = here.groups - begin >= tiles_of_groups.groups_of_warp();
                const cut_state cut = parts[common ? 0 : t];
                with_keys(here, whole, [&]<bool Whole>(const auto& keys) {
                    take<Whole>(warp, here, keys, cut, begin);
                });
            }
        });
    }

  private:
    using key = typename keys_of<Source>::key;
    static constexpr int words_at_once = 32 / static_cast<int>(sizeof(key));

    /// A run of words, of which all or else the first is there.
    template <bool Whole, class Warp, class Keys>
    constexpr void take(
        const Warp& warp, const tensor<Source>& here, const Keys& keys, const cut_state& cut,
        index begin) const {
        constexpr index all_words = tiles_of_groups.words_of_warp;
        const auto some = static_cast<int>(
            Whole ? all_words : std::min(mask::words(here.groups - begin), all_words));
        const index first_group = here.first_group;
        auto going = warp.each([](int) { return mask::word{0}; });
        for (int word = 0; word < some; word += words_at_once) {
            const index from = begin + word * mask::bits_per_word;
            const auto read = read_words<words_at_once, Whole, key>(warp, keys, from, here.groups);
            for (int i = 0; i < words_at_once; ++i) {
                const auto goes = [&](int lane, int half) {
                    const index g = from + i * mask::bits_per_word + half * lanes + lane;
                    return cut.cuts(
                        read[lane].of[2 * i + half], static_cast<std::uint64_t>(first_group + g));
                };
                const mask::word low = warp.ballot([&](int lane) { return goes(lane, 0); });
                const mask::word high = warp.ballot([&](int lane) { return goes(lane, 1); });
                warp.each([&](int lane) {
                    going[lane] = lane == word + i ? low | high << lanes : going[lane];
                });
            }
        }
        mask::word* const masks = here.words + begin / mask::bits_per_word;
        warp.each([&](int lane) {
            if (lane < some) {
                masks[lane] &= ~going[lane]; // past the last group there is nothing kept
            }
        });
    }
};

} // namespace coppice::backend::grid
