#pragma once

#include "coppice/backend/grid/concept.hpp"
#include "coppice/backend/grid/digits.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace coppice::backend::grid {

/// Where a part of a selection, a tensor or what was written down, is cut: a group goes if its key
/// is below `key`, and if it is equal and the group's place, counted over all tensors, is below
/// `place`. Decided digit by digit, first the key, then, where only some equal ones go, the place.
struct cut_state {
    std::uint64_t key = 0;
    std::uint64_t place = 0;
    std::uint64_t digits = 0; ///< of what is being decided, so far
    index below = 0;          ///< how many come before all that have these digits
    index equal = 0;          ///< how many have them
    index rank = 0;           ///< of the last to go (from 1), where a part is cut by itself
    index most = 0;           ///< that may go, where it is not
    int bin = 0;              ///< the digit at hand, where a part is cut by itself
    bool alone = false;       ///< cut by itself
    bool settled = false;     ///< all is decided

    [[nodiscard]] constexpr bool cuts(std::uint64_t other, std::uint64_t at) const {
        return other < key || (other == key && at < place);
    }
};

inline constexpr std::uint64_t every_place = std::numeric_limits<std::uint64_t>::max();

/// Decides the next digit of every part, of whose numbers with the digits so far the values of that
/// digit have been counted. Parts that are not cut by themselves are cut at the same place, so that
/// they lose `together` in all, none more than its `most`: one that would lose more is cut by
/// itself from then on. Runs in a single block, and leaves zeros for the next counts.
/// @tparam Next  digit or digit_in_bracket
template <class Next>
struct narrow {
    cut_state* parts;
    index* counts; ///< of every part's bins
    index count;   ///< parts
    Next next;
    index together = 0;

    template <class Block>
    constexpr void operator()(Block& block) const {
        auto& common = block.template shared<shared_by_warps>();
        block.each_warp([&](const auto& warp) {
            if (warp.number() == 0) {
                const index open =
                    number_of(warp, [](const cut_state& part) { return !part.settled; });
                const index joint =
                    number_of(warp, [](const cut_state& part) { return !part.alone; });
                warp.once([&] {
                    common.open = open;
                    common.joint = joint;
                });
            }
        });
        if (common.open == 0) {
            return; // of settled parts nothing is counted
        }
        for (index first = 0; first < count; first += parts_at_once) {
            const index end = std::min(first + parts_at_once, count);
            block.each_warp([&](const auto& warp) {
                for (index p = first; p < end; ++p) {
                    add_up_own(warp, p, common.counted[p - first]);
                }
            });
            block.each_warp([&](const auto& warp) {
                for (index p = first; p < end; ++p) {
                    const index lower = add_those_before(warp, p, common.counted[p - first]);
                    warp.once([&] { common.lower[p - first][warp.number()] = lower; });
                }
            });
            block.each_warp([&](const auto& warp) {
                warp.each([&](int lane) {
                    if (warp.number() == 0 && lane < end - first) {
                        cut_state& part = parts[first + lane];
                        part.equal += part.below; // where the last bin ends
                        index lower = 0;
                        for (const index of_warp : common.lower[lane]) {
                            lower += of_warp;
                        }
                        part.bin = static_cast<int>(std::max<index>(lower, 1)) - 1;
                    }
                });
            });
        }
        block.each_warp([&](const auto& warp) {
            if (warp.number() == 0) {
                const int bin = common.joint == 0
                                    ? 0
                                    : bin_of_rank(together, [&](int at) { return lost(warp, at); });
                warp.once([&] { common.bin = bin; });
            }
        });
        block.each_warp([&](const auto& warp) {
            warp.each([&](int lane) {
                const index begin = warp.number() * lanes + lane;
                for (index p = begin; p < count; p += threads_in_block) {
                    decide(p, common.bin);
                }
            });
        });
        block.each_warp([&](const auto& warp) {
            warp.each([&](int lane) {
                const index begin = warp.number() * lanes + lane;
                for (index i = begin; i < count * bins; i += threads_in_block) {
                    counts[i] = 0;
                }
            });
        });
    }

  private:
    static constexpr int parts_at_once = lanes;
    static constexpr int bins_of_lane = bins / threads_in_block;

    struct shared_by_warps {
        index open;  ///< parts that are not settled
        index joint; ///< parts that are not cut by themselves
        index counted[parts_at_once][warps_in_block];
        index lower[parts_at_once][warps_in_block]; ///< bins before which less than the rank comes
        int bin;                                    ///< before which parts are cut together
    };

    /// The counts of a lane's bins.
    struct some_counts {
        index of[bins_of_lane];
    };

    /// Of all parts.
    template <class Warp, class Counts>
    [[nodiscard]] constexpr index number_of(const Warp& warp, Counts is_counted) const {
        return warp.sum([&](int lane) {
            index sum = 0;
            for (index p = lane; p < count; p += lanes) {
                sum += is_counted(parts[p]) ? 1 : 0;
            }
            return sum;
        });
    }

    /// The first of a lane's bins of a part.
    template <class Warp>
    [[nodiscard]] constexpr index* bins_of(const Warp& warp, index p, int lane) const {
        return counts + p * bins + (warp.number() * lanes + lane) * bins_of_lane;
    }

    /// Makes of a part's counts how much is counted in the bins of the same warp before each.
    template <class Warp>
    constexpr void add_up_own(const Warp& warp, index p, index* counted) const {
        const auto read = warp.each([&](int lane) {
            some_counts some{};
            const index* const own = bins_of(warp, p, lane);
            for (int i = 0; i < bins_of_lane; ++i) {
                some.of[i] = own[i];
            }
            return some;
        });
        const auto own = warp.each([&](int lane) {
            index sum = 0;
            for (const index one : read[lane].of) {
                sum += one;
            }
            return sum;
        });
        const auto before = warp.sums_before([&](int lane) { return own[lane]; });
        warp.each([&](int lane) {
            index sum = before[lane];
            index* const made = bins_of(warp, p, lane);
            for (int i = 0; i < bins_of_lane; ++i) {
                made[i] = sum;
                sum += read[lane].of[i];
            }
        });
        const index all = warp.same(before, lanes - 1) + warp.same(own, lanes - 1);
        warp.once([&] { counted[warp.number()] = all; });
    }

    /// Adds what comes before, and what is counted in the bins of the warps before.
    /// @return before how many of the warp's bins come less than the part's rank
    template <class Warp>
    [[nodiscard]] constexpr index
    add_those_before(const Warp& warp, index p, const index* counted) const {
        index before = parts[p].below;
        for (int other = 0; other < warp.number(); ++other) {
            before += counted[other];
        }
        const index rank = parts[p].rank;
        const auto lower = warp.each([&](int lane) {
            index* const own = bins_of(warp, p, lane);
            index reached = 0;
            for (int i = 0; i < bins_of_lane; ++i) {
                own[i] += before;
                reached += own[i] < rank ? 1 : 0;
            }
            return reached;
        });
        return warp.sum([&](int lane) { return lower[lane]; });
    }

    /// How many come before a bin of a part.
    [[nodiscard]] constexpr index before(index p, int bin) const {
        return bin < bins ? counts[p * bins + bin] : parts[p].equal;
    }

    /// How many all parts together lose if they are cut before a bin.
    template <class Warp>
    [[nodiscard]] constexpr index lost(const Warp& warp, int bin) const {
        return warp.sum([&](int lane) {
            index sum = 0;
            for (index p = lane; p < count; p += lanes) {
                const cut_state& part = parts[p];
                sum += part.alone ? part.most : std::min(before(p, bin), part.most);
            }
            return sum;
        });
    }

    constexpr void decide(index p, int common) const {
        cut_state part = parts[p];
        if (part.settled) {
            parts[p].equal -= part.below;
            return;
        }
        int bin = part.alone ? part.bin : common;
        if (!part.alone && before(p, common) > part.most) {
            part.alone = true;
            part.rank = part.most;
            bin = bin_of_rank(part.rank, [&](int at) { return before(p, at); });
        }
        part.below = before(p, bin);
        part.equal = before(p, bin + 1) - part.below;
        part.digits = part.digits << next.known().width() | static_cast<std::uint64_t>(bin);
        parts[p] = part;
    }
};

template <class Next>
narrow(cut_state*, index*, index, Next) -> narrow<Next>;
template <class Next>
narrow(cut_state*, index*, index, Next, index) -> narrow<Next>;

/// Turns from keys to places: says how many of those equal to its key every part loses, and what is
/// settled by that. Parts that are cut together share out what is left of `together` in their
/// order. Runs in a single block.
struct share_ties {
    cut_state* parts;
    index count;
    index* losses;    ///< of every part
    index* unsettled; ///< gets how many parts are
    index together = 0;

    template <class Block>
    constexpr void operator()(Block& block) const {
        block.each_warp([&](const auto& warp) {
            if (warp.number() == 0) {
                share(warp);
            }
        });
    }

  private:
    template <class Warp>
    constexpr void share(const Warp& warp) const {
        index left = together - warp.sum([&](int lane) {
            index sum = 0;
            for (index p = lane; p < count; p += lanes) {
                sum += parts[p].alone ? parts[p].most : parts[p].below;
            }
            return sum;
        });
        index open = 0;
        for (index first = 0; first < count; first += lanes) {
            const auto wanted = warp.each([&](int lane) { return wanted_by(first + lane); });
            const auto before = warp.sums_before([&](int lane) { return wanted[lane]; });
            open += warp.sum([&](int lane) {
                const index shared = std::min(left - before[lane], wanted[lane]);
                return settle(first + lane, std::max<index>(0, shared));
            });
            left -= warp.same(before, lanes - 1) + warp.same(wanted, lanes - 1);
        }
        warp.once([&] { *unsettled += open; });
    }

    /// How many of those equal to its key a part that is cut together could lose.
    [[nodiscard]] constexpr index wanted_by(index p) const {
        if (p >= count || parts[p].settled || parts[p].alone) {
            return 0;
        }
        return std::min(parts[p].equal, parts[p].most - parts[p].below);
    }

    /// @param shared  what a part that is cut together loses of them
    /// @return how many parts are unsettled by it
    [[nodiscard]] constexpr index settle(index p, index shared) const {
        if (p >= count || parts[p].settled) {
            return 0;
        }
        cut_state part = parts[p];
        const index ties = part.alone ? std::min(part.equal, part.rank - part.below) : shared;
        losses[p] = part.below + ties;
        part.key = part.digits;
        part.settled = ties <= 0 || ties == part.equal;
        part.place = ties <= 0 ? 0 : every_place;
        part.rank = ties;
        part.alone = true;
        part.digits = 0;
        part.below = 0;
        parts[p] = part;
        return part.settled ? 0 : 1;
    }
};

/// Cuts parts behind the last of the places that were decided. Runs in a single block.
struct end_places {
    cut_state* parts;
    index count;

    template <class Block>
    constexpr void operator()(Block& block) const {
        block.each_warp([&](const auto& warp) {
            warp.each([&](int lane) {
                const index begin = warp.number() * lanes + lane;
                for (index p = begin; p < count; p += threads_in_block) {
                    if (!parts[p].settled) {
                        parts[p].place = parts[p].digits + 1;
                        parts[p].settled = true;
                    }
                }
            });
        });
    }
};

} // namespace coppice::backend::grid
