#pragma once

#include "coppice/backend/grid/bits.hpp"
#include "coppice/backend/grid/narrow.hpp"
#include "coppice/backend/grid/tensors.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace coppice::backend::grid {

/// What a selection finds out on the grid, and the host reads when it waits.
struct findings {
    std::uint64_t first = 1; ///< keys below it go
    std::uint64_t end = 0;   ///< keys from it up stay
    index entries = 0;       ///< groups with keys between, of which some may not be written down
    index below = 0;         ///< groups with keys below, and those gone already
    index faults = 0;        ///< whether a key is no number
    index first_fault = std::numeric_limits<index>::max(); ///< its place
    index unsettled = 0;                                   ///< parts of which some equal ones go
    index last = 0;    ///< entries among which the cut is, the digits that were looked at decided
    index arrived = 0; ///< blocks that are through: see `followed_by`
};

/// A digit of keys in the bracket, counted from where that begins: it has fewer bits than they do.
struct digit_in_bracket {
    const findings* found;
    int level;

    [[nodiscard]] constexpr digit known() const {
        return digit_of(width(found->end - 1 - found->first), level);
    }
    [[nodiscard]] constexpr std::uint64_t counted(std::uint64_t key) const {
        return key - found->first;
    }
};

/// Calls visit(lane's number) for numbers of 0 to count, in turn over the whole grid.
template <class Block, class Warp, class Visit>
constexpr void for_own(const Block& block, const Warp& warp, index count, Visit visit) {
    warp.each([&](int lane) {
        const index first = (block.number() * warps_in_block + warp.number()) * lanes + lane;
        const index step = block.count() * threads_in_block;
        for (index i = first; i < count; i += step) {
            visit(i);
        }
    });
}

/// The same, of what read(number) gives of each: some are read before the first is used, for memory
/// takes long.
template <class Block, class Warp, class Read, class Use>
constexpr void for_own(const Block& block, const Warp& warp, index count, Read read, Use use) {
    constexpr int at_once = 4;
    using value = decltype(read(index{0}));
    warp.each([&](int lane) {
        const index first = (block.number() * warps_in_block + warp.number()) * lanes + lane;
        const index step = block.count() * threads_in_block;
        for (index i = first; i < count; i += at_once * step) {
            value some[at_once] = {};
            for (int j = 0; j < at_once; ++j) {
                some[j] = read(std::min(i + j * step, count - 1));
            }
            for (int j = 0; j < at_once; ++j) {
                if (i + j * step < count) {
                    use(some[j]);
                }
            }
        }
    });
}

/// Begins a selection: nothing is found yet, lost or counted.
struct begin_selection {
    findings* found;
    std::uint64_t end; ///< no key is as high
    index* losses;
    index count;   ///< tensors
    index* counts; ///< of every part's bins
    index parts;

    /// As many numbers as it takes.
    [[nodiscard]] constexpr index size() const { return std::max(count, parts * bins); }

    template <class Block>
    constexpr void operator()(Block& block) const {
        block.each_warp([&](const auto& warp) {
            for_own(block, warp, size(), [&](index i) {
                if (i < parts * bins) {
                    counts[i] = 0;
                }
                if (i < count) {
                    losses[i] = 0;
                }
                if (i == 0) {
                    *found = {.end = end};
                }
            });
        });
    }
};

/// Groups that were written down: their keys, and where they are among those of all tensors.
template <class Key>
struct entries {
    Key* keys;
    std::uint64_t* places;
    index room;

    [[nodiscard]] static constexpr index bytes_each() {
        return static_cast<index>(sizeof(Key) + sizeof(std::uint64_t));
    }
};

/// Counts of a block's own, added to those of all at the end.
struct block_counts {
    std::uint32_t of_bin[bins];

    template <class Block>
    constexpr void forget(Block& block) {
        block.each_warp([&](const auto& warp) {
            warp.each([&](int lane) {
                for (int bin = warp.number() * lanes + lane; bin < bins; bin += threads_in_block) {
                    of_bin[bin] = 0;
                }
            });
        });
    }

    /// Adds them to `counts`, and begins anew.
    template <class Block>
    constexpr void hand_over(Block& block, index* counts) {
        block.each_warp([&](const auto& warp) {
            warp.each([&](int lane) {
                for (int bin = warp.number() * lanes + lane; bin < bins; bin += threads_in_block) {
                    if (of_bin[bin] != 0) {
                        warp.add(counts + bin, index{of_bin[bin]});
                        of_bin[bin] = 0;
                    }
                }
            });
        });
    }
};

/// Counts, for every part, the values of the next digit of what was written down, the key's or the
/// place's.
/// @tparam Next  digit or digit_in_bracket
template <class Key, class Next = digit>
struct count_entries {
    entries<Key> written;
    const index* how_many; ///< or null for all that there is room for
    const cut_state* parts;
    index count; ///< parts
    Next next;
    bool of_places;
    index* counts; ///< of every part's bins

    template <class Block>
    constexpr void operator()(Block& block) const {
        auto& own = block.template shared<block_counts>();
        const index all = how_many == nullptr ? written.room : std::min(*how_many, written.room);
        const digit at = next.known();
        for (index p = 0; p < count; ++p) {
            const cut_state part = parts[p];
            if (part.settled) {
                continue;
            }
            own.forget(block);
            block.each_warp([&](const auto& warp) {
                const auto read = [&](index i) {
                    const bool equal = !of_places || written.keys[i] == part.key;
                    const std::uint64_t number =
                        of_places ? written.places[i] : next.counted(written.keys[i]);
                    return counted_entry{number, equal};
                };
                for_own(block, warp, all, read, [&](const counted_entry& one) {
                    if (one.equal && at.follows(one.number, part.digits)) {
                        warp.add(own.of_bin + at.of(one.number), std::uint32_t{1});
                    }
                });
            });
            own.hand_over(block, counts + p * bins);
        }
    }

  private:
    struct counted_entry {
        std::uint64_t number;
        bool equal;
    };
};

/// Begins to cut among what was written down, by as many as are to go beyond those below. Where
/// that cannot be, or not all could be written down, nothing is left to decide, as `missed` says.
/// Runs in a single block.
struct begin_entries {
    findings* found;
    const index* losses; ///< of every tensor, below those written down
    index tensors;
    cut_state* part;
    index room;
    index together;

    template <class Block>
    constexpr void operator()(Block& block) const {
        block.each_warp([&](const auto& warp) {
            if (warp.number() == 0) {
                const index below = warp.sum([&](int lane) {
                    index sum = 0;
                    for (index t = lane; t < tensors; t += lanes) {
                        sum += losses[t];
                    }
                    return sum;
                });
                warp.once([&] {
                    found->below = below;
                    cut_state begun;
                    begun.rank = together - below;
                    begun.equal = found->entries;
                    begun.alone = true;
                    begun.settled = missed(*found, room, together);
                    *part = begun;
                });
            }
        });
    }

    [[nodiscard]] static constexpr bool missed(const findings& found, index room, index together) {
        return found.faults != 0 || found.entries > room || together <= found.below ||
               together > found.below + found.entries;
    }
};

} // namespace coppice::backend::grid
