#pragma once

#include "coppice/backend/detail/bracket.hpp"
#include "coppice/backend/detail/chunks.hpp"
#include "coppice/backend/detail/guess.hpp"
#include "coppice/backend/detail/host_memory.hpp"
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
#include <limits>
#include <span>

namespace coppice::backend::detail {

/// Exact selection of the k lowest scores over several tensors, in as few passes over them as the
/// memory at hand allows.
///
/// A sample says between which two keys each tensor is cut, almost surely: all at the same place,
/// but for those that meet their caps before. One pass then decides every group outside these
/// brackets and writes down the few inside, among which the cuts are found directly, however many
/// tensors meet their caps.
///
/// While no group is pruned yet, that one pass writes the masks too, for they can be made whole
/// again should a bracket turn out to have been missed. Otherwise it only counts, and the masks are
/// written last.
///
/// Where more would have to be written down than there is room for, or a bracket was missed, passes
/// that count the keys of a bracket in bins narrow it for certain. A tensor that would lose more
/// than its cap is then given exactly its cap and taken out of the common pool, until no tensor
/// exceeds its own: the groups it leaves behind are taken from the others.
template <score::source Source>
class bracket_select {
  public:
    using candidates = std::span<const select::candidate<Source>>;

    /// In bytes.
    [[nodiscard]] static constexpr index workspace(index tensors, index groups) {
        return tensors *
                   (size_of<tensor_state> + size_of<sampled>)+(groups / chunk_groups + tensors) *
                   size_of<chunk_state> +
               size_of<key> + room_for(groups) * (size_of<key> + size_of<place>);
    }

    bracket_select(candidates tensors, std::byte* workspace) : tensors_(tensors) {
        states_ = reinterpret_cast<tensor_state*>(workspace);
        samples_ = reinterpret_cast<sampled*>(states_ + tensors.size());
        chunks_ = reinterpret_cast<chunk_state*>(samples_ + tensors.size());
        index groups = 0;
        for (std::size_t t = 0; t < tensors.size(); ++t) {
            states_[t] = {.first_chunk = chunk_count_};
            samples_[t] = {.groups = tensors[t].mask.size, .most = tensors[t].most};
            chunk_count_ += (tensors[t].mask.size + chunk_groups - 1) / chunk_groups;
            groups += tensors[t].mask.size;
            fresh_ = fresh_ && tensors[t].gone == 0;
        }
        room_ = room_for(groups);
        auto* const rest = reinterpret_cast<std::byte*>(chunks_ + chunk_count_);
        const auto address = reinterpret_cast<std::uintptr_t>(rest);
        keys_ = reinterpret_cast<key*>(rest + (-address & (alignof(key) - 1)));
        places_ = reinterpret_cast<place*>(keys_ + room_);
    }

    /// Prunes exactly k groups, or nothing if a score is NaN.
    [[nodiscard]] select::not_a_number run(index k, std::span<index> pruned) {
        const bool done = decide_at_once(k);
        if (!done && fresh_) {
            for (const select::candidate<Source>& tensor : tensors_) {
                host_memory::keep_all(tensor.mask);
            }
        }
        if (!done && !not_a_number_) {
            decide(k);
        }
        if (not_a_number_) {
            return find_not_a_number(tensors_);
        }
        for (std::size_t t = 0; t < tensors_.size(); ++t) {
            if (done && fresh_) {
                give_back(t);
            } else {
                write(t);
            }
            pruned[t] = states_[t].below + states_[t].ties;
        }
        return {};
    }

    [[nodiscard]] static select::not_a_number find_not_a_number(candidates tensors) {
        std::array<key, static_cast<std::size_t>(block)> keys;
        for (std::size_t t = 0; t < tensors.size(); ++t) {
            const mask::view mask = tensors[t].mask;
            const reader scores(tensors[t].scores);
            for (index begin = 0; begin < mask.size; begin += block) {
                const index count = std::min(block, mask.size - begin);
                scores.read(begin, count, keys.data());
                for (index i = 0; i < count; ++i) {
                    if (keys[static_cast<std::size_t>(i)] >= reader::not_a_number &&
                        mask[begin + i]) {
                        return {static_cast<index>(t), begin + i};
                    }
                }
            }
        }
        return {};
    }

  private:
    using words = key_words<Source>;
    using some_blocks = typename words::some;
    using reader = typename words::reader;
    using key = typename words::key;
    using range = bracket<key>;
    using sampled = sampled_tensor<key>;
    using place = std::uint16_t; ///< of a group in its chunk

    template <class S>
    static constexpr index size_of = static_cast<index>(sizeof(S));

    static constexpr index chunk_groups = 32768; ///< what a thread takes at a time
    static constexpr index block = words::block;
    static constexpr index most_bytes = 900'000; ///< for what is written down
    static constexpr index most_in_chunk = 8192; ///< what one chunk may write down
    static constexpr index few = 8192;           ///< groups that need no sample
    static constexpr index sampled_share = 64;   ///< one group in so many is sampled

    static constexpr key lowest = words::lowest;
    static constexpr range everything{lowest, reader::not_a_number};

    /// Keys counted beside a bracket. Groups that are pruned already count as below any.
    struct tally {
        index below = 0;
        index inside = 0;
    };

    struct counted : tally {
        index all = 0;
    };

    struct chunk_state {
        std::uint32_t below = 0;
        std::uint32_t inside = 0;
        std::uint32_t first = 0; ///< of what it has written down
    };

    /// What is decided for one tensor: every key below `limit` goes, and the first `ties` equal to
    /// it, `equal` being all of those.
    struct tensor_state {
        index first_chunk = 0;
        index below = 0; ///< how many keys are
        index ties = 0;
        index equal = 0;
        key limit = lowest;
        bool capped = false;
    };

    [[nodiscard]] static constexpr index room_for(index groups) {
        return std::min(groups, most_bytes / (size_of<key> + size_of<place>));
    }

    /// A set of tensors to be cut together: all that are not capped, or a single one.
    struct pool {
        index only = -1;
    };

    [[nodiscard]] bool takes_part(pool of, std::size_t t) const {
        return of.only < 0 ? !states_[t].capped : static_cast<std::size_t>(of.only) == t;
    }

    [[nodiscard]] index groups_in(pool of) const {
        index groups = 0;
        for (std::size_t t = 0; t < tensors_.size(); ++t) {
            groups += takes_part(of, t) ? tensors_[t].mask.size : 0;
        }
        return groups;
    }

    [[nodiscard]] index end_chunk(std::size_t t) const {
        return t + 1 < tensors_.size() ? states_[t + 1].first_chunk : chunk_count_;
    }

    [[nodiscard]] std::size_t tensor_of(index chunk) const {
        const auto* const next = std::upper_bound(
            states_, states_ + tensors_.size(), chunk,
            [](index number, const tensor_state& state) { return number < state.first_chunk; });
        return static_cast<std::size_t>(next - states_) - 1;
    }

    /// See key_words::for_each.
    template <class Visit>
    void for_each_word(std::size_t t, index chunk, Visit visit, some_blocks of = {}) const {
        const index begin = (chunk - states_[t].first_chunk) * chunk_groups;
        const index end = std::min(begin + chunk_groups, tensors_[t].mask.size);
        words(tensors_[t]).for_each(begin, end, visit, of);
    }

    [[nodiscard]] static word_split split(const key* keys, mask::word kept, range within) {
        return detail::split(keys, kept, within, reader::not_a_number);
    }

    [[nodiscard]] sampling sample_of(index groups) const {
        const index room = room_ + room_ * size_of<place> / size_of<key>;
        return {groups, std::min(groups / sampled_share, room) / sampling::run_length};
    }

    /// Where the `rank`-th lowest key (from 1) of a pool almost surely lies.
    [[nodiscard]] range guess(pool of, index groups, index rank) {
        if (groups <= few) {
            return everything;
        }
        const sampling sample = sample_of(groups);
        take_sample<reader>(
            tensors_, [&](std::size_t t) { return takes_part(of, t); }, sample, keys_);
        const double share = static_cast<double>(rank) / static_cast<double>(groups);
        return guess_share(keys_, sample.size(), share, everything);
    }

    /// Where all tensors are cut together, almost surely.
    [[nodiscard]] common_cut<key> guess_all(index k) {
        const index groups = groups_in(pool{});
        if (groups <= few) {
            for (std::size_t t = 0; t < tensors_.size(); ++t) {
                samples_[t].within = everything;
            }
            return {everything};
        }
        const sampling sample = sample_of(groups);
        take_sample<reader>(
            tensors_, [](std::size_t) { return true; }, sample, keys_);
        index before = 0;
        for (std::size_t t = 0; t < tensors_.size(); ++t) {
            const index runs = sample.runs_before(before);
            before += tensors_[t].mask.size;
            samples_[t].sampled = (sample.runs_before(before) - runs) * sampling::run_length;
        }
        return guess_together(std::span<sampled>(samples_, tensors_.size()), k, keys_, everything);
    }

    /// Counts a pool's keys beside a bracket, and those inside it in bins.
    /// @param every  of how many blocks one is counted
    counted count(pool of, range within, std::span<index, bins> counts, index every = 1) {
        const int shift = within.bin_shift();
        std::fill(counts.begin(), counts.end(), index{0});
        std::atomic<index> below = 0;
        std::atomic<index> inside = 0;
        std::atomic<index> in_all = 0;
        std::atomic<bool> not_a_number = false;
        for_each_chunk(chunk_count_, [&](index chunk) {
            const std::size_t t = tensor_of(chunk);
            if (!takes_part(of, t)) {
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

    /// Narrows a bracket until the `rank`-th lowest key of the pool lies in it for certain and what
    /// else lies in it can be written down. Stops at a NaN.
    void narrow(pool of, index rank, range& within) {
        const index target = std::min(room_, most_in_chunk);
        std::array<index, bins> counts;
        while (true) {
            const tally found = count(of, within, counts);
            if (not_a_number_) {
                return;
            }
            if (rank <= found.below) {
                within = {lowest, within.first};
                continue;
            }
            if (rank > found.below + found.inside) {
                within = {within.end, reader::not_a_number};
                continue;
            }
            if (found.inside <= target || within.single()) {
                return;
            }
            const std::size_t bin = bin_of_rank(counts, rank - found.below);
            const bool enough = counts[bin] <= target;
            within = within.bin(bin);
            if (enough || within.single()) {
                return;
            }
        }
    }

    /// Narrows the bracket of all tensors by a further sample, of whole blocks: the smallest that
    /// leaves no more in it than can be written down, almost surely.
    /// @return false where that takes all keys, or where bins are too wide for it
    bool narrow_by_sample(index rank, range& within) {
        const index groups = groups_in(pool{});
        const double share = static_cast<double>(rank) / static_cast<double>(groups);
        const double room = 0.9 * static_cast<double>(room_); // a tenth for the widths of two bins
        index every = 1;
        while (every < chunk_groups / block &&
               expected_inside(share, groups / (every + 1), groups) <= room) {
            ++every;
        }
        if (every == 1) {
            return false;
        }
        std::array<index, bins> counts;
        const counted found = count(pool{}, within, counts, every);
        const double spread = uncertainty(share, found.all);
        const auto bin_at = [&](double of) {
            const auto at = static_cast<index>(of * static_cast<double>(found.all)) - found.below;
            return bin_of_rank(counts, std::clamp(at, index{1}, std::max(index{1}, found.inside)));
        };
        const std::size_t low = bin_at(share - spread);
        const std::size_t high = bin_at(share + spread);
        within = {within.bin(low).first, within.bin(high).end};
        index inside = 0;
        for (std::size_t bin = low; bin <= high; ++bin) {
            inside += counts[bin];
        }
        return inside * every <= room_;
    }

    /// One pass: counts the keys of a pool's tensors beside their brackets chunk by chunk and
    /// writes down those inside, unless they are all equal. With `Write`, no group up to a
    /// bracket's end stays in the masks.
    /// @return false if there was no room
    template <bool Write>
    bool sweep(pool of) {
        std::atomic<index> used = 0;
        std::atomic<bool> overflow = false;
        std::atomic<bool> not_a_number = false;
        for_each_chunk(chunk_count_, [&](index chunk) {
            const std::size_t t = tensor_of(chunk);
            if (!takes_part(of, t)) {
                return;
            }
            const range within = samples_[t].within;
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
            if (write_down) {
                first = used.fetch_add(own.inside);
                if (own.inside > most_in_chunk || first + own.inside > room_) {
                    overflow = true;
                    return;
                }
                std::copy_n(own_keys.begin(), own.inside, keys_ + first);
                std::copy_n(own_places.begin(), own.inside, places_ + first);
            }
            chunks_[chunk] = {
                static_cast<std::uint32_t>(own.below), static_cast<std::uint32_t>(own.inside),
                static_cast<std::uint32_t>(first)};
        });
        not_a_number_ = not_a_number_ || not_a_number;
        written_ = overflow ? 0 : used.load();
        return !overflow;
    }

    [[nodiscard]] tally swept(pool of) const {
        tally all;
        for (std::size_t t = 0; t < tensors_.size(); ++t) {
            if (takes_part(of, t)) {
                const tally own = swept(t);
                all.below += own.below;
                all.inside += own.inside;
            }
        }
        return all;
    }

    [[nodiscard]] tally swept(std::size_t t) const {
        tally all;
        for (index chunk = states_[t].first_chunk; chunk < end_chunk(t); ++chunk) {
            all.below += chunks_[chunk].below;
            all.inside += chunks_[chunk].inside;
        }
        return all;
    }

    /// The `rank`-th lowest key (from 1) of those written down. Leaves in `rank` how many equal to
    /// it are among the `rank` lowest.
    [[nodiscard]] key kth_written(range within, index& rank) const {
        const auto count_below = [&](key limit) {
            index count = 0;
            for (index i = 0; i < written_; ++i) {
                count += keys_[i] < limit ? 1 : 0;
            }
            return count;
        };
        const key found =
            last_before(within, [&](key limit) { return count_below(limit) >= rank; });
        rank -= count_below(found);
        return found;
    }

    /// Decides in one pass where every tensor is cut; with fresh tensors, no group up to their
    /// brackets' ends stays in the masks.
    /// @return false where that does not work out
    bool decide_at_once(index k) {
        common_cut<key> common = guess_all(k);
        if (common.inside > static_cast<double>(room_)) {
            if (common.caps_matter) {
                return false;
            }
            if (!narrow_by_sample(k, common.within)) {
                narrow(pool{}, k, common.within);
            }
            for (std::size_t t = 0; t < tensors_.size(); ++t) {
                samples_[t].within = common.within;
            }
        }
        for (std::size_t t = 0; t < tensors_.size(); ++t) {
            if (not_a_number_ || samples_[t].within.single()) {
                return false;
            }
        }
        const bool swept = fresh_ ? sweep<true>(pool{}) : sweep<false>(pool{});
        return swept && !not_a_number_ && settle(k, common.within);
    }

    /// Decides where every tensor is cut, among the keys that were written down.
    /// @return false if a bracket was missed
    bool settle(index k, range common) {
        for (std::size_t t = 0; t < tensors_.size(); ++t) {
            const tally found = swept(t);
            states_[t].below = found.below;
            if (samples_[t].within.end < common.end &&
                found.below + found.inside < tensors_[t].most) {
                return false;
            }
        }
        const auto lost_below = [&](key limit) {
            index lost = 0;
            for (std::size_t t = 0; t < tensors_.size(); ++t) {
                lost += std::min(count_below(t, limit), tensors_[t].most);
            }
            return lost;
        };
        if (lost_below(common.first) > k || lost_below(common.end) < k) {
            return false;
        }
        const key limit = last_before(common, [&](key middle) { return lost_below(middle) >= k; });
        index ties = k - lost_below(limit);
        for (std::size_t t = 0; t < tensors_.size(); ++t) {
            if (!settle(t, limit, ties)) {
                return false;
            }
        }
        return true;
    }

    /// Decides where a tensor is cut: at the common limit, with as many of the `ties` as it may
    /// lose, which it takes from them, or at its cap if that comes before.
    /// @return false if its bracket was missed
    bool settle(std::size_t t, key common, index& ties) {
        tensor_state& state = states_[t];
        const index most = tensors_[t].most;
        const bool capped = count_below(t, common) > most;
        if (capped && state.below > most) {
            return false;
        }
        state.limit = std::min(common, samples_[t].within.end);
        if (capped) {
            state.limit = last_before(
                samples_[t].within, [&](key limit) { return count_below(t, limit) >= most; });
        }
        const index below = count_below(t, state.limit);
        state.equal = count_below(t, static_cast<key>(state.limit + 1)) - below;
        state.below = below;
        state.ties = std::min(state.equal, most - below);
        if (!capped) {
            state.ties = std::min(state.ties, ties);
            ties -= state.ties;
        }
        return true;
    }

    /// How many of a tensor's keys are below a limit in its bracket, of which `state.below` are
    /// below the bracket.
    [[nodiscard]] index count_below(std::size_t t, key limit) const {
        index below = states_[t].below;
        for (index chunk = states_[t].first_chunk; chunk < end_chunk(t); ++chunk) {
            const key* const keys = keys_ + chunks_[chunk].first;
            for (std::uint32_t i = 0; i < chunks_[chunk].inside; ++i) {
                below += keys[i] < limit ? 1 : 0;
            }
        }
        return below;
    }

    /// Gives back the groups that were written down and stay.
    void give_back(std::size_t t) const {
        const tensor_state& state = states_[t];
        index ties = state.ties;
        for (index chunk = state.first_chunk; chunk < end_chunk(t); ++chunk) {
            const index begin = (chunk - state.first_chunk) * chunk_groups;
            const index first = chunks_[chunk].first;
            for (index i = first; i < first + index{chunks_[chunk].inside}; ++i) {
                const bool tie = keys_[i] == state.limit && ties > 0;
                ties -= tie ? 1 : 0;
                if (keys_[i] >= state.limit && !tie) {
                    const index group = begin + places_[i];
                    tensors_[t].mask.words[group / mask::bits_per_word] |=
                        mask::word{1} << (group % mask::bits_per_word);
                }
            }
        }
    }

    /// Decides where every tensor is cut. Stops at a NaN.
    void decide(index k) {
        for (bool again = true; again && !not_a_number_;) {
            again = false;
            index rest = k;
            for (std::size_t t = 0; t < tensors_.size(); ++t) {
                rest -= states_[t].capped ? tensors_[t].most : 0;
            }
            cut(pool{}, rest);
            for (std::size_t t = 0; t < tensors_.size(); ++t) {
                tensor_state& state = states_[t];
                if (!state.capped && state.below + state.ties > tensors_[t].most) {
                    state.capped = true;
                    again = true;
                    cut(pool{static_cast<index>(t)}, tensors_[t].most);
                }
            }
        }
    }

    /// Decides where the tensors of a pool are cut, so that they lose `rank` groups together.
    void cut(pool of, index rank) {
        index gone = 0;
        for (std::size_t t = 0; t < tensors_.size(); ++t) {
            if (takes_part(of, t)) {
                gone += tensors_[t].gone;
                states_[t].below = tensors_[t].gone;
                states_[t].ties = 0;
                states_[t].equal = 0;
                states_[t].limit = lowest;
            }
        }
        if (rank == gone) {
            return;
        }
        range within = guess(of, groups_in(of), rank);
        narrow(of, rank, within);
        if (not_a_number_) {
            return;
        }
        for (std::size_t t = 0; t < tensors_.size(); ++t) {
            if (takes_part(of, t)) {
                samples_[t].within = within;
            }
        }
        sweep<false>(of);
        index ties = rank - swept(of).below;
        const key limit = within.single() ? within.first : kth_written(within, ties);
        for (std::size_t t = 0; t < tensors_.size(); ++t) {
            if (takes_part(of, t)) {
                tensor_state& state = states_[t];
                state.limit = limit;
                count_written(t, within.single(), state);
                state.ties = std::min(state.equal, ties);
                ties -= state.ties;
            }
        }
    }

    /// How many of a tensor's keys are below its limit, and how many equal to it.
    void count_written(std::size_t t, bool all_equal, tensor_state& state) const {
        const tally found = swept(t);
        state.below = found.below;
        state.equal = all_equal ? found.inside : 0;
        for (index chunk = state.first_chunk; chunk < end_chunk(t) && !all_equal; ++chunk) {
            const index first = chunks_[chunk].first;
            for (index i = first; i < first + index{chunks_[chunk].inside}; ++i) {
                state.below += keys_[i] < state.limit ? 1 : 0;
                state.equal += keys_[i] == state.limit ? 1 : 0;
            }
        }
    }

    /// Writes a tensor's mask as decided.
    void write(std::size_t t) const {
        const tensor_state& state = states_[t];
        if (state.ties == 0 || state.ties == state.equal) {
            for_each_chunk(end_chunk(t) - state.first_chunk, [&](index chunk) {
                index ties = state.ties == 0 ? 0 : chunk_groups;
                write(t, state.first_chunk + chunk, ties);
            });
        } else {
            index ties = state.ties;
            for (index chunk = state.first_chunk; chunk < end_chunk(t); ++chunk) {
                write(t, chunk, ties);
            }
        }
    }

    /// Prunes what lies below a tensor's limit in a chunk, and the first `ties` equal to it.
    void write(std::size_t t, index chunk, index& ties) const {
        const range limit{states_[t].limit, static_cast<key>(states_[t].limit + 1)};
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
    tensor_state* states_;
    sampled* samples_;
    chunk_state* chunks_;
    key* keys_;
    place* places_;
    index chunk_count_ = 0;
    index room_ = 0;    ///< keys that can be written down
    index written_ = 0; ///< keys that are
    bool fresh_ = true; ///< no group is pruned yet
    bool not_a_number_ = false;
};

} // namespace coppice::backend::detail
