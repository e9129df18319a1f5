#pragma once

#include "coppice/backend/detail/bracket.hpp"
#include "coppice/backend/detail/chunks.hpp"
#include "coppice/backend/detail/key_words.hpp"
#include "coppice/backend/detail/sample.hpp"
#include "coppice/mask/view.hpp"
#include "coppice/select/candidate.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace coppice::backend::detail {

/// Keys counted beside a bracket. Groups that are pruned already count as below any.
struct tally {
    index below = 0;
    index inside = 0;
};

/// Passes over the groups of several tensors, a chunk of them at a time, and the memory for what
/// they write down: the keys inside a bracket, with their places.
template <score::source Source>
class bracket_passes {
  public:
    using candidates = std::span<const select::candidate<Source>>;
    using words = key_words<Source>;
    using reader = typename words::reader;
    using key = typename words::key;
    using range = bracket<key>;

    struct counted : tally {
        index all = 0;
    };

    static constexpr index chunk_groups = 32768; ///< what a thread takes at a time
    static constexpr index most_in_chunk = 8192; ///< what one chunk may write down

    /// In bytes.
    [[nodiscard]] static constexpr index workspace(index tensors, index groups) {
        return tensors * size_of<index> + (groups / chunk_groups + tensors) * size_of<chunk_state> +
               size_of<key> + room_for(groups) * (size_of<key> + size_of<place>);
    }

    bracket_passes(candidates tensors, std::byte* workspace) : tensors_(tensors) {
        first_chunks_ = reinterpret_cast<index*>(workspace);
        chunks_ = reinterpret_cast<chunk_state*>(first_chunks_ + tensors.size());
        index groups = 0;
        for (std::size_t t = 0; t < tensors.size(); ++t) {
            first_chunks_[t] = chunk_count_;
            chunk_count_ += (tensors[t].mask.size + chunk_groups - 1) / chunk_groups;
            groups += tensors[t].mask.size;
        }
        room_ = room_for(groups);
        auto* const rest = reinterpret_cast<std::byte*>(chunks_ + chunk_count_);
        const auto address = reinterpret_cast<std::uintptr_t>(rest);
        keys_ = reinterpret_cast<key*>(rest + (-address & (alignof(key) - 1)));
        places_ = reinterpret_cast<place*>(keys_ + room_);
    }

    /// Keys that can be written down, of that many groups.
    [[nodiscard]] static constexpr index room_for(index groups) {
        return std::min(groups, most_bytes / (size_of<key> + size_of<place>));
    }
    [[nodiscard]] index room() const { return room_; }

    /// Whether a pass has met a group not pruned yet whose score is no number.
    [[nodiscard]] bool not_a_number() const { return not_a_number_; }

    /// Memory for a sample, while nothing is written down.
    [[nodiscard]] key* sample() { return keys_; }
    [[nodiscard]] index most_sampled() const {
        return room_ + room_ * size_of<place> / size_of<key>;
    }

    /// Counts the keys of the tensors t of which takes_part(t) beside a bracket, and those inside
    /// it in bins.
    /// @param every  of how many blocks one is counted
    template <class TakesPart>
    counted
    count(TakesPart takes_part, range within, std::span<index, bins> counts, index every = 1) {
        const int shift = within.bin_shift();
        std::fill(counts.begin(), counts.end(), index{0});
        std::atomic<index> below = 0;
        std::atomic<index> inside = 0;
        std::atomic<index> in_all = 0;
        std::atomic<bool> not_a_number = false;
        for_each_chunk(chunk_count_, [&](index chunk) {
            const std::size_t t = tensor_of(chunk);
            if (!takes_part(t)) {
                return;
            }
            counted own;
            mask::word faults = 0;
            std::array<std::uint32_t, bins> own_counts{};
            const auto note = [&](index, const key* keys, mask::word kept, mask::word all) {
                const word_split bits = split(keys, kept, within);
                own.below += std::popcount(bits.below | (all & ~kept));
                own.inside += std::popcount(bits.inside);
                own.all += std::popcount(all);
                faults |= bits.not_a_number;
                for (mask::word left = bits.inside; left != 0; left &= left - 1) {
                    const key k = keys[std::countr_zero(left)];
                    ++own_counts[static_cast<std::size_t>(within.offset_of(k) >> shift)];
                }
            };
            // The first block differs from chunk to chunk, lest a pattern of the weights repeat it.
            const auto first = static_cast<index>(mixed(static_cast<std::uint64_t>(chunk)) >> 33U);
            for_each_word(t, chunk, note, {every, first % every});
            below += own.below;
            inside += own.inside;
            in_all += own.all;
            if (faults != 0) {
                not_a_number = true;
            }
            for (std::size_t bin = 0; bin < bins; ++bin) {
                if (own_counts[bin] != 0) {
                    std::atomic_ref(counts[bin]) += own_counts[bin];
                }
            }
        });
        not_a_number_ = not_a_number_ || not_a_number;
        return {{below, inside}, in_all};
    }

    /// One pass: counts the keys of the tensors t of which takes_part(t) beside their brackets
    /// chunk by chunk and writes down those inside, unless they are all equal. With `Write`, no
    /// group up to a bracket's end stays in the masks.
    /// @param bracket_of  bracket_of(t): a tensor's bracket
    /// @return false if there was no room for all: see `noted`
    template <bool Write, class TakesPart, class BracketOf>
    bool sweep(TakesPart takes_part, BracketOf bracket_of) {
        std::atomic<index> used = 0;
        std::atomic<bool> overflow = false;
        std::atomic<bool> not_a_number = false;
        for_each_chunk(chunk_count_, [&](index chunk) {
            const std::size_t t = tensor_of(chunk);
            if (!takes_part(t)) {
                return;
            }
            const range within = bracket_of(t);
            const bool write_down = !within.single();
            std::array<key, static_cast<std::size_t>(most_in_chunk)> own_keys;
            std::array<place, static_cast<std::size_t>(most_in_chunk)> own_places;
            tally own;
            mask::word faults = 0;
            for_each_word(
                t, chunk, [&](index first, const key* keys, mask::word& kept, mask::word all) {
                    const word_split bits = split(keys, kept, within);
                    own.below += std::popcount(bits.below | (all & ~kept));
                    faults |= bits.not_a_number;
                    if constexpr (Write) {
                        kept &= ~(bits.below | bits.inside);
                    }
                    const index more = std::popcount(bits.inside);
                    if (write_down && own.inside + more <= most_in_chunk) {
                        auto at = static_cast<std::size_t>(own.inside);
                        for (mask::word left = bits.inside; left != 0; left &= left - 1, ++at) {
                            const int i = std::countr_zero(left);
                            own_keys[at] = keys[i];
                            own_places[at] = static_cast<place>(first + i);
                        }
                    }
                    own.inside += more;
                });
            if (faults != 0) {
                not_a_number = true;
            }
            index first = 0;
            bool fits = true;
            if (write_down) {
                fits = own.inside <= most_in_chunk;
                first = fits ? used.fetch_add(own.inside) : 0;
                fits = fits && first + own.inside <= room_;
            }
            if (write_down && fits) {
                std::copy_n(own_keys.begin(), own.inside, keys_ + first);
                std::copy_n(own_places.begin(), own.inside, places_ + first);
            }
            if (!fits) {
                overflow = true;
            }
            chunks_[chunk] = {
                static_cast<std::uint32_t>(own.below), static_cast<std::uint32_t>(own.inside),
                fits ? static_cast<std::uint32_t>(first) : no_room};
        });
        not_a_number_ = not_a_number_ || not_a_number;
        written_ = overflow ? 0 : used.load();
        return !overflow;
    }

    /// What the last sweep has counted of a tensor.
    [[nodiscard]] tally swept(std::size_t t) const {
        tally all;
        for (index chunk = first_chunks_[t]; chunk < end_chunk(t); ++chunk) {
            all.below += chunks_[chunk].below;
            all.inside += chunks_[chunk].inside;
        }
        return all;
    }

    /// Whether it had room for all that lies inside a tensor's bracket.
    [[nodiscard]] bool noted(std::size_t t) const {
        bool all = true;
        for (index chunk = first_chunks_[t]; chunk < end_chunk(t); ++chunk) {
            all = all && chunks_[chunk].first != no_room;
        }
        return all;
    }

    /// The keys that the last sweep has written down, of all tensors.
    [[nodiscard]] std::span<const key> written() const {
        return {keys_, static_cast<std::size_t>(written_)};
    }

    /// How many of those of one tensor are below a limit.
    [[nodiscard]] index written_below(std::size_t t, key limit) const {
        index below = 0;
        for (index chunk = first_chunks_[t]; chunk < end_chunk(t); ++chunk) {
            const key* const keys = keys_ + chunks_[chunk].first;
            for (std::uint32_t i = 0; i < chunks_[chunk].inside; ++i) {
                below += keys[i] < limit ? 1 : 0;
            }
        }
        return below;
    }

    /// Gives back the groups that were written down and stay: those from a limit up, but for the
    /// first `ties` equal to it.
    void give_back(std::size_t t, key limit, index ties) const {
        for (index chunk = first_chunks_[t]; chunk < end_chunk(t); ++chunk) {
            const index begin = (chunk - first_chunks_[t]) * chunk_groups;
            const index first = chunks_[chunk].first;
            for (index i = first; i < first + index{chunks_[chunk].inside}; ++i) {
                const bool tie = keys_[i] == limit && ties > 0;
                ties -= tie ? 1 : 0;
                if (keys_[i] >= limit && !tie) {
                    const index group = begin + places_[i];
                    tensors_[t].mask.words[group / mask::bits_per_word] |=
                        mask::word{1} << (group % mask::bits_per_word);
                }
            }
        }
    }

    /// Prunes what lies below a limit in a tensor, and the first `ties` of the `equal` equal to it.
    void prune(std::size_t t, key limit, index ties, index equal) const {
        const index first = first_chunks_[t];
        if (ties == 0 || ties == equal) {
            for_each_chunk(end_chunk(t) - first, [&](index chunk) {
                index own = ties == 0 ? 0 : chunk_groups;
                prune_chunk(t, first + chunk, limit, own);
            });
        } else {
            for (index chunk = first; chunk < end_chunk(t); ++chunk) {
                prune_chunk(t, chunk, limit, ties);
            }
        }
    }

  private:
    using place = std::uint16_t; ///< of a group in its chunk

    template <class S>
    static constexpr index size_of = static_cast<index>(sizeof(S));

    static constexpr index most_bytes = 900'000;         ///< for what is written down
    static constexpr std::uint32_t no_room = 0xFFFFFFFF; ///< where a chunk has written nothing down

    struct chunk_state {
        std::uint32_t below = 0;
        std::uint32_t inside = 0;
        std::uint32_t first = 0; ///< of what it has written down
    };

    [[nodiscard]] index end_chunk(std::size_t t) const {
        return t + 1 < tensors_.size() ? first_chunks_[t + 1] : chunk_count_;
    }

    [[nodiscard]] std::size_t tensor_of(index chunk) const {
        const auto* const next =
            std::upper_bound(first_chunks_, first_chunks_ + tensors_.size(), chunk);
        return static_cast<std::size_t>(next - first_chunks_) - 1;
    }

    /// See key_words::for_each.
    template <class Visit>
    void
    for_each_word(std::size_t t, index chunk, Visit visit, typename words::some of = {}) const {
        const index begin = (chunk - first_chunks_[t]) * chunk_groups;
        const index end = std::min(begin + chunk_groups, tensors_[t].mask.size);
        words(tensors_[t]).for_each(begin, end, visit, of);
    }

    [[nodiscard]] static word_split split(const key* keys, mask::word kept, range within) {
        return detail::split(keys, kept, within, reader::not_a_number);
    }

    /// Prunes what lies below a limit in a chunk, and of those equal to it as many as are left of
    /// `ties`, which it takes from them.
    void prune_chunk(std::size_t t, index chunk, key from, index& ties) const {
        const range limit{from, static_cast<key>(from + 1)};
        for_each_word(t, chunk, [&](index, const key* keys, mask::word& kept, mask::word) {
            const word_split bits = split(keys, kept, limit);
            kept &= ~bits.below;
            mask::word equal = bits.inside;
            for (; equal != 0 && ties > 0; equal &= equal - 1, --ties) {
                kept &= ~(equal & -equal);
            }
        });
    }

    candidates tensors_;
    index* first_chunks_; ///< of every tensor
    chunk_state* chunks_;
    key* keys_;
    place* places_;
    index chunk_count_ = 0;
    index room_ = 0;
    index written_ = 0;
    bool not_a_number_ = false;
};

} // namespace coppice::backend::detail
