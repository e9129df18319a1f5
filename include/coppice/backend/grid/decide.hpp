#pragma once

#include "coppice/backend/grid/bits.hpp"
#include "coppice/backend/grid/entries.hpp"
#include "coppice/backend/grid/sweep.hpp"

#include <algorithm>
#include <cstdint>
#include <type_traits>

namespace coppice::backend::grid {

/// Adds to the losses of every tensor what goes of the groups that were written down. With `Write`,
/// gives back those that stay: in the masks none of them is kept.
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
                const index end = std::min(begin + tiles_of_groups.groups_of_warp(), here.groups);
                const cut_state cut = parts[common ? 0 : t];
                mask::word* const masks = here.words + begin / mask::bits_per_word;
                const index words = mask::words(std::max<index>(0, end - begin));
                auto going = warp.each([](int) { return mask::word{0}; });
                for (int word = 0; word < static_cast<int>(words); ++word) {
                    const mask::word goes =
                        going_of(warp, here, cut, begin + word * mask::bits_per_word);
                    warp.each([&](int lane) { going[lane] = lane == word ? goes : going[lane]; });
                }
                warp.each([&](int lane) {
                    if (lane < words) {
                        masks[lane] &= ~going[lane];
                    }
                });
            }
        });
    }

  private:
    /// Bit g is whether group g of a word goes.
    template <class Warp>
    [[nodiscard]] constexpr mask::word going_of(
        const Warp& warp, const tensor<Source>& here, const cut_state& cut, index first) const {
        const auto goes = [&](index g) {
            const auto place = static_cast<std::uint64_t>(here.first_group + g);
            return g < here.groups && cut.cuts(here.keys[g], place);
        };
        const mask::word low = warp.ballot([&](int lane) { return goes(first + lane); });
        const mask::word high = warp.ballot([&](int lane) { return goes(first + lanes + lane); });
        return low | high << lanes;
    }
};

} // namespace coppice::backend::grid
