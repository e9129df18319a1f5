#pragma once

#include "coppice/backend/grid/bits.hpp"
#include "coppice/backend/grid/entries.hpp"

#include <algorithm>
#include <cstdint>
#include <type_traits>

namespace coppice::backend::grid {

/// Numbers of a warp that are added to one counter of all, tensor by tensor.
template <class Warp>
class tensor_tally {
  public:
    constexpr explicit tensor_tally(index* counters) : counters_(counters) {}

    /// @param tensor, count  the same for all lanes
    constexpr void add(const Warp& warp, index tensor, index count) {
        if (tensor != tensor_) {
            hand_over(warp);
            tensor_ = tensor;
        }
        count_ += count;
    }

    constexpr void hand_over(const Warp& warp) {
        if (count_ != 0) {
            warp.once([&] { warp.add(counters_ + tensor_, count_); });
        }
        count_ = 0;
    }

  private:
    index* counters_;
    index tensor_ = 0;
    index count_ = 0;
};

/// One pass over all groups: counts tensor by tensor those with keys below a bracket, and writes
/// down those with keys inside. With `Write`, for tensors that have lost nothing yet, makes their
/// masks: no group up to the bracket's end stays.
template <score::source Source, bool Write>
struct sweep {
    using key = typename keys_of<Source>::key;

    static constexpr int resident_blocks = 4; ///< to a processor, so that memory is kept busy

    const tensor<Source>* tensors;
    index count;
    index tiles;
    entries<key> out;
    findings* found;
    index* losses; ///< of every tensor

    template <class Block>
    constexpr void operator()(Block& block) const {
        auto& own = block.template shared<notes>();
        const auto end = static_cast<key>(found->end);
        const auto first = std::min(static_cast<key>(found->first), end);
        block.each_warp([&](const auto& warp) {
            using warp_type = std::remove_cvref_t<decltype(warp)>;
            pass<warp_type> one{*this, warp, own.of_warp[warp.number()],
                                first, end,  tensor_tally<warp_type>(losses)};
            for (index tile = block.number(); tile < tiles; tile += block.count()) {
                one.take(tile);
            }
            one.finish();
        });
    }

  private:
    static constexpr int words_at_once = 32 / static_cast<int>(sizeof(key));
    static constexpr int most_noted = 128; ///< by a warp, before it writes them down

    /// Where a warp notes what it finds, so that it asks for room rarely.
    struct warp_notes {
        key keys[most_noted];
        std::uint64_t places[most_noted];
    };

    struct notes {
        warp_notes of_warp[warps_in_block];
    };

    /// What a warp does.
    template <class Warp>
    struct pass {
        const sweep& of;
        const Warp& warp;
        warp_notes& own;
        key first;
        key end;
        tensor_tally<Warp> tally;
        int noted = 0; ///< and not yet written down
        // Of the groups at hand:
        int inside = 0;
        index below = 0; ///< the bracket, or gone already; with `Write`, below its end
        bool faults = false;

        constexpr void take(index tile) {
            const index t = tensor_at(of.tensors, of.count, &tensor<Source>::first_tile, tile);
            const tensor<Source>& here = of.tensors[t];
            const index begin = (tile - here.first_tile) * tiles_of_groups.groups_of_tile() +
                                warp.number() * tiles_of_groups.groups_of_warp();
            if (begin >= here.groups) {
                return;
            }
            const bool whole = here.groups - begin >= tiles_of_groups.groups_of_warp();
            with_keys(here, whole, [&]<bool Whole>(const auto& keys) {
                words<Whole>(here, keys, begin);
            });
            tally.add(warp, t, Write ? below - inside : below);
            below = 0;
            inside = 0;
        }

        /// Whether keys are raised before they are compared.
        template <bool Whole, class Keys>
        [[nodiscard]] static constexpr bool raises() {
            return Write && Whole && raisable<Keys>;
        }

        template <bool Whole, class Keys>
        [[nodiscard]] static constexpr key limit(key of) {
            if constexpr (raises<Whole, Keys>()) {
                return Keys::raised_limit(of);
            } else {
                return of;
            }
        }

        template <bool Whole, class Keys>
        [[nodiscard]] constexpr auto read(const Keys& keys, index from, index groups) const {
            if constexpr (raises<Whole, Keys>()) {
                return read_words<words_at_once, Whole, key>(
                    warp, raised_keys<Keys>{keys}, from, groups);
            } else {
                return read_words<words_at_once, Whole, key>(warp, keys, from, groups);
            }
        }

        /// A run of words. With `Write`, `words` are first those that are below the bracket's end.
        /// @tparam Whole  whether all are there
        template <bool Whole, class Keys>
        constexpr void words(const tensor<Source>& here, const Keys& keys, index begin) {
            mask::word* const masks = here.words + begin / mask::bits_per_word;
            constexpr index all_words = tiles_of_groups.words_of_warp;
            const int some = static_cast<int>(
                Whole ? all_words : std::min(mask::words(here.groups - begin), all_words));
            auto words = warp.each([&](int lane) {
                return Write ? mask::word{0} : lane < some ? masks[lane] : ~mask::word{0};
            });
            auto highest = warp.each([](int) { return key{0}; });
            for (int word = 0; word < some; word += words_at_once) {
                take_words<Whole>(here, keys, begin, word, words, highest);
            }
            if constexpr (Write) {
                faults = faults || warp.ballot([&](int lane) {
                    return highest[lane] >= limit<Whole, Keys>(keys_of<Source>::not_a_number);
                }) != 0;
                below = warp.sum([&](int lane) {
                    const mask::word all =
                        Whole ? ~mask::word{0}
                              : bits_from(begin + lane * mask::bits_per_word, here.groups);
                    if (lane < some) {
                        masks[lane] = all & ~words[lane];
                    }
                    return index{lane < some ? set_bits(all & words[lane]) : 0};
                });
            }
        }

        /// A few words. Those with a key inside the bracket are looked at again.
        template <bool Whole, class Keys, class Words, class Highest>
        constexpr void take_words(
            const tensor<Source>& here, const Keys& keys, index begin, int word, Words& words,
            Highest& highest) {
            const index from = begin + word * mask::bits_per_word;
            const auto some = read<Whole>(keys, from, here.groups);
            const key low = limit<Whole, Keys>(first);
            const key high = limit<Whole, Keys>(end);
            for (int i = 0; i < words_at_once; ++i) {
                if constexpr (Write) {
                    const mask::word up_to = below_limit(some, i, high);
                    warp.each([&](int lane) {
                        words[lane] = lane == word + i ? up_to : words[lane];
                        const key higher = std::max(some[lane].of[2 * i], some[lane].of[2 * i + 1]);
                        highest[lane] = std::max(highest[lane], higher);
                    });
                } else {
                    const mask::word all =
                        Whole ? ~mask::word{0}
                              : bits_from(from + i * mask::bits_per_word, here.groups);
                    const mask::word kept = all & warp.same(words, (word + i) % lanes);
                    const mask::word numbers = below_limit(some, i, keys_of<Source>::not_a_number);
                    faults = faults || (~numbers & kept) != 0;
                    const mask::word low_keys = below_limit(some, i, low);
                    below += set_bits((low_keys & kept) | (all & ~kept));
                }
            }
            std::uint32_t hits = warp.unite([&](int lane) {
                std::uint32_t found_by_lane = 0;
                for (int i = 0; i < words_at_once; ++i) {
                    const bool hit = is_between(some[lane].of[2 * i], low, high) ||
                                     is_between(some[lane].of[2 * i + 1], low, high);
                    found_by_lane |= hit ? std::uint32_t{1} << i : 0;
                }
                return found_by_lane;
            });
            for (; hits != 0; hits &= hits - 1) {
                const int at = word + lowest_set(hits);
                const mask::word kept =
                    Write ? ~mask::word{0} : mask::word{warp.same(words, at % lanes)};
                note_word(here, keys, begin + at * mask::bits_per_word, kept);
            }
        }

        [[nodiscard]] static constexpr bool is_between(key one, key low, key high) {
            return static_cast<key>(one - low) < static_cast<key>(high - low);
        }

        /// Not 0, the key of what is past the last group: a bracket begins at 1 or higher.
        [[nodiscard]] constexpr bool is_inside(key one) const {
            return is_between(one, first, end);
        }

        /// Bit g is whether the key of group g of a word is below a limit.
        template <class Read>
        [[nodiscard]] constexpr mask::word below_limit(const Read& read, int i, key limit) const {
            const mask::word low =
                warp.ballot([&](int lane) { return read[lane].of[2 * i] < limit; });
            const mask::word high =
                warp.ballot([&](int lane) { return read[lane].of[2 * i + 1] < limit; });
            return low | high << lanes;
        }

        /// Notes the groups of a word that are kept and whose keys are inside the bracket.
        template <class Keys>
        constexpr void
        note_word(const tensor<Source>& here, const Keys& keys, index begin, mask::word kept) {
            for (int half = 0; half < 2; ++half) {
                const index from = begin + index{half} * lanes;
                const auto again = warp.each([&](int lane) {
                    return from + lane < here.groups ? keys[from + lane] : key{0};
                });
                const std::uint32_t bits =
                    static_cast<std::uint32_t>(kept >> (half * lanes)) &
                    warp.ballot([&](int lane) { return is_inside(again[lane]); });
                if (bits != 0) {
                    note(bits, again, here.first_group + from);
                }
            }
        }

        /// Notes the groups of the lanes whose bit is set.
        template <class Read>
        constexpr void note(std::uint32_t bits, const Read& read, index place) {
            const int more = set_bits(bits);
            if (noted + more > most_noted) {
                write_down();
            }
            warp.each([&](int lane) {
                if ((bits >> lane & 1U) != 0) {
                    const int before = set_bits(bits & ((std::uint32_t{1} << lane) - 1));
                    own.keys[noted + before] = read[lane];
                    own.places[noted + before] = static_cast<std::uint64_t>(place + lane);
                }
            });
            noted += more;
            inside += more;
        }

        /// Writes the notes to where all find them, as long as there is room.
        constexpr void write_down() {
            const index start =
                warp.once([&] { return warp.add(&of.found->entries, index{noted}); });
            warp.sync();
            warp.each([&](int lane) {
                for (int i = lane; i < noted && start + i < of.out.room; i += lanes) {
                    of.out.keys[start + i] = own.keys[i];
                    of.out.places[start + i] = own.places[i];
                }
            });
            warp.sync();
            noted = 0;
        }

        constexpr void finish() {
            if (noted != 0) {
                write_down();
            }
            tally.hand_over(warp);
            if (faults) {
                warp.once([&] { warp.add(&of.found->faults, index{1}); });
            }
        }
    };
};

} // namespace coppice::backend::grid
