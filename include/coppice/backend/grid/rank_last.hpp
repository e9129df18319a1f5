#pragma once

#include "coppice/backend/grid/entries.hpp"

#include <cstdint>

namespace coppice::backend::grid {

/// Entries that are ranked one beside the other, at most.
inline constexpr index most_ranked = 512;

/// Gathers the entries among which the cut is once the digits down to `next` are decided.
template <class Key>
struct gather_last {
    entries<Key> written;
    findings* found;
    const cut_state* part;
    digit_in_bracket next; ///< the last that was decided
    entries<Key> last;     ///< gets the first of them

    template <class Block>
    constexpr void operator()(Block& block) const {
        const cut_state cut = *part;
        if (cut.settled) {
            return;
        }
        const int shift = next.known().shift;
        const index all = std::min(found->entries, written.room);
        block.each_warp([&](const auto& warp) {
            const auto read = [&](index i) { return numbered{written.keys[i], i}; };
            for_own(block, warp, all, read, [&](const numbered& one) {
                if (next.counted(one.key) >> shift != cut.digits) {
                    return;
                }
                const index at = warp.add(&found->last, index{1});
                if (at < last.room) {
                    last.keys[at] = one.key;
                    last.places[at] = written.places[one.number];
                }
            });
        });
    }

  private:
    struct numbered {
        Key key;
        index number;
    };
};

/// Cuts behind the one that is the last to go, each of them compared with each. Where there are
/// more than have been gathered, leaves the cut undecided. Runs in a single block.
template <class Key>
struct rank_last {
    const findings* found;
    cut_state* part;
    entries<Key> last;

    template <class Block>
    constexpr void operator()(Block& block) const {
        auto& own = block.template shared<gathered>();
        const cut_state cut = *part;
        const index all = found->last;
        if (cut.settled || all > last.room) {
            return;
        }
        block.each_warp([&](const auto& warp) {
            warp.each([&](int lane) {
                for (index i = warp.number() * lanes + lane; i < all; i += threads_in_block) {
                    own.keys[i] = last.keys[i];
                    own.places[i] = last.places[i];
                }
            });
        });
        block.each_warp([&](const auto& warp) {
            warp.each([&](int lane) {
                for (index i = warp.number() * lanes + lane; i < all; i += threads_in_block) {
                    index before = cut.below;
                    for (index other = 0; other < all; ++other) {
                        before += own.comes_before(other, i) ? 1 : 0;
                    }
                    if (before + 1 == cut.rank) {
                        part->key = own.keys[i];
                        part->place = own.places[i] + 1;
                        part->settled = true;
                    }
                }
            });
        });
    }

  private:
    struct gathered {
        Key keys[most_ranked];
        std::uint64_t places[most_ranked];

        [[nodiscard]] constexpr bool comes_before(index one, index other) const {
            return keys[one] < keys[other] ||
                   (keys[one] == keys[other] && places[one] < places[other]);
        }
    };
};

} // namespace coppice::backend::grid
