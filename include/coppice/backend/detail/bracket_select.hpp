#pragma once

#include "coppice/backend/detail/bracket.hpp"
#include "coppice/backend/detail/bracket_passes.hpp"
#include "coppice/backend/detail/guess.hpp"
#include "coppice/backend/detail/host_memory.hpp"
#include "coppice/backend/detail/key_words.hpp"
#include "coppice/backend/detail/sample.hpp"
#include "coppice/mask/view.hpp"
#include "coppice/select/candidate.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
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
        return tensors * static_cast<index>(sizeof(tensor_state) + sizeof(sampled)) +
               passes::workspace(tensors, groups);
    }

    bracket_select(candidates tensors, std::byte* workspace)
        : tensors_(tensors), states_(reinterpret_cast<tensor_state*>(workspace)),
          samples_(reinterpret_cast<sampled*>(states_ + tensors.size())),
          passes_(tensors, reinterpret_cast<std::byte*>(samples_ + tensors.size())) {
        for (std::size_t t = 0; t < tensors.size(); ++t) {
            states_[t] = {};
            samples_[t] = {.groups = tensors[t].mask.size, .most = tensors[t].most};
            fresh_ = fresh_ && tensors[t].gone == 0;
        }
    }

    /// Prunes exactly k groups, or nothing if a score is NaN.
    [[nodiscard]] select::not_a_number run(index k, std::span<index> pruned) {
        const bool done = decide_at_once(k);
        if (!done) {
            keep_all_if_fresh();
        }
        if (!done && !passes_.not_a_number()) {
            decide(k);
        }
        if (passes_.not_a_number()) {
            return find_not_a_number(tensors_);
        }
        for (std::size_t t = 0; t < tensors_.size(); ++t) {
            const tensor_state& state = states_[t];
            if (done && fresh_) {
                passes_.give_back(t, state.limit, state.ties);
            } else {
                passes_.prune(t, state.limit, state.ties, state.equal);
            }
            pruned[t] = state.below + state.ties;
        }
        return {};
    }

    /// Prunes exactly ks[t] groups of every tensor t, or nothing if a score is NaN.
    [[nodiscard]] select::not_a_number run_each(std::span<const index> ks) {
        if (tensors_.size() == 1) {
            index pruned = 0;
            return run(ks.front(), std::span<index>(&pruned, 1));
        }
        guess_each(ks);
        sweep_all();
        if (passes_.not_a_number()) {
            keep_all_if_fresh();
            return find_not_a_number(tensors_);
        }
        for_each_chunk(static_cast<index>(tensors_.size()), [&](index number) {
            const auto t = static_cast<std::size_t>(number);
            tensor_state& state = states_[t];
            state.settled = settle_alone(t);
            if (state.settled && fresh_) {
                passes_.give_back(t, state.limit, state.ties);
            }
        });
        for (std::size_t t = 0; t < tensors_.size(); ++t) {
            const tensor_state& state = states_[t];
            if (!state.settled) {
                if (fresh_) {
                    host_memory::keep_all(tensors_[t].mask);
                }
                cut(pool{static_cast<index>(t)}, ks[t]);
            }
            if (!state.settled || !fresh_) {
                passes_.prune(t, state.limit, state.ties, state.equal);
            }
        }
        return {};
    }

    /// How many of the first tensors `run_each` can decide in one pass, almost surely; at least
    /// one. Of each, other groups have to go than are gone already.
    [[nodiscard]] static std::size_t at_once(candidates tensors, std::span<const index> ks) {
        index groups = 0;
        double inside = 0;
        std::size_t t = 0;
        for (; t < tensors.size() && ks[t] != tensors[t].gone; ++t) {
            const index own = tensors[t].mask.size;
            const double share = static_cast<double>(ks[t]) / static_cast<double>(own);
            groups += own;
            inside += expected_inside(share, own / sampled_share, own);
            if (groups > most_at_once || inside > static_cast<double>(passes::room_for(groups))) {
                break;
            }
        }
        return std::max<std::size_t>(1, t);
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
    using passes = bracket_passes<Source>;
    using words = key_words<Source>;
    using reader = typename words::reader;
    using key = typename words::key;
    using range = bracket<key>;
    using sampled = sampled_tensor<key>;

    static constexpr index block = words::block;
    static constexpr index few = 8192;                    ///< groups that need no sample
    static constexpr index sampled_share = 64;            ///< one group in so many is sampled
    static constexpr index most_at_once = index{1} << 22; ///< so that a sample takes that share

    static constexpr key lowest = words::lowest;
    static constexpr range everything{lowest, reader::not_a_number};

    /// What is decided for one tensor: every key below `limit` goes, and the first `ties` equal to
    /// it, `equal` being all of those.
    struct tensor_state {
        index below = 0; ///< how many keys are
        index ties = 0;
        index equal = 0;
        key limit = lowest;
        bool capped = false;
        bool settled = false; ///< in the one pass over all
    };

    /// A set of tensors to be cut together: all that are not capped, or a single one.
    struct pool {
        index only = -1;
    };

    [[nodiscard]] bool takes_part(pool of, std::size_t t) const {
        return of.only < 0 ? !states_[t].capped : static_cast<std::size_t>(of.only) == t;
    }

    /// The same as a function of t alone.
    [[nodiscard]] auto part_of(pool of) const {
        return [this, of](std::size_t t) { return takes_part(of, t); };
    }

    [[nodiscard]] index groups_in(pool of) const {
        index groups = 0;
        for (std::size_t t = 0; t < tensors_.size(); ++t) {
            groups += takes_part(of, t) ? tensors_[t].mask.size : 0;
        }
        return groups;
    }

    [[nodiscard]] sampling sample_of(index groups) const {
        const index most = std::min(groups / sampled_share, passes_.most_sampled());
        return {groups, most / sampling::run_length};
    }

    /// Where the `rank`-th lowest key (from 1) of a pool almost surely lies.
    [[nodiscard]] range guess(pool of, index groups, index rank) {
        if (groups <= few) {
            return everything;
        }
        const sampling sample = sample_of(groups);
        take_sample<reader>(tensors_, part_of(of), sample, passes_.sample());
        const double share = static_cast<double>(rank) / static_cast<double>(groups);
        return guess_share(passes_.sample(), sample.size(), share, everything);
    }

    /// Where all tensors are cut together, almost surely.
    [[nodiscard]] common_cut<key> guess_all(index k) {
        if (!sample_all()) {
            for (std::size_t t = 0; t < tensors_.size(); ++t) {
                samples_[t].within = everything;
            }
            return {everything};
        }
        return guess_together(
            std::span<sampled>(samples_, tensors_.size()), k, passes_.sample(), everything);
    }

    /// Where every tensor t is cut by itself, losing ks[t], almost surely.
    void guess_each(std::span<const index> ks) {
        const bool any = sample_all();
        for_each_chunk(static_cast<index>(tensors_.size()), [&](index number) {
            const auto t = static_cast<std::size_t>(number);
            sampled& tensor = samples_[t];
            tensor.most = ks[t];
            tensor.within = any ? guess_share(
                                      passes_.sample() + tensor.first, tensor.sampled,
                                      tensor.share(), everything)
                                : everything;
        });
    }

    /// Samples all tensors, one after the other.
    /// @return false for so few groups that they need no sample
    [[nodiscard]] bool sample_all() {
        const index groups = groups_in(pool{});
        if (groups <= few) {
            return false;
        }
        const sampling sample = sample_of(groups);
        take_sample<reader>(tensors_, part_of(pool{}), sample, passes_.sample());
        index before = 0;
        for (std::size_t t = 0; t < tensors_.size(); ++t) {
            const index runs = sample.runs_before(before);
            before += tensors_[t].mask.size;
            samples_[t].first = runs * sampling::run_length;
            samples_[t].sampled = (sample.runs_before(before) - runs) * sampling::run_length;
        }
        return true;
    }

    /// Narrows a bracket until the `rank`-th lowest key of the pool lies in it for certain and what
    /// else lies in it can be written down. Stops at a NaN.
    void narrow(pool of, index rank, range& within) {
        const index target = std::min(passes_.room(), passes::most_in_chunk);
        std::array<index, bins> counts;
        while (true) {
            const tally found = passes_.count(part_of(of), within, counts);
            if (passes_.not_a_number()) {
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
    /// leaves no more in it than can be written down, rather surely.
    /// @return false where that takes all keys, or where bins are too wide for it
    bool narrow_by_sample(index rank, range& within) {
        const index groups = groups_in(pool{});
        const double share = static_cast<double>(rank) / static_cast<double>(groups);
        const double room =
            0.9 * static_cast<double>(passes_.room()); // a tenth for the widths of two bins
        index every = 1;
        while (every < passes::chunk_groups / block &&
               expected_inside(share, groups / (every + 1), groups, rather_sure) <= room) {
            ++every;
        }
        if (every == 1) {
            return false;
        }
        std::array<index, bins> counts;
        const auto found = passes_.count(part_of(pool{}), within, counts, every);
        const double spread = uncertainty(share, found.all, rather_sure);
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
        return inside * every <= passes_.room();
    }

    /// See bracket_passes::sweep.
    template <bool Write>
    bool sweep(pool of) {
        return passes_.template sweep<Write>(
            part_of(of), [this](std::size_t t) { return samples_[t].within; });
    }

    /// The one pass over all tensors: with fresh ones, no group up to their brackets' ends stays in
    /// the masks.
    bool sweep_all() { return fresh_ ? sweep<true>(pool{}) : sweep<false>(pool{}); }

    void keep_all_if_fresh() const {
        if (fresh_) {
            for (const select::candidate<Source>& tensor : tensors_) {
                host_memory::keep_all(tensor.mask);
            }
        }
    }

    [[nodiscard]] tally swept(pool of) const {
        tally all;
        for (std::size_t t = 0; t < tensors_.size(); ++t) {
            if (takes_part(of, t)) {
                const tally own = passes_.swept(t);
                all.below += own.below;
                all.inside += own.inside;
            }
        }
        return all;
    }

    /// Where those written down are cut that the `rank` lowest go: see cut_at_rank. Leaves in
    /// `rank` how many of those equal to it go.
    [[nodiscard]] key kth_written(range within, index& rank) const {
        const auto count_below = [&](key limit) {
            index count = 0;
            for (const key one : passes_.written()) {
                count += one < limit ? 1 : 0;
            }
            return count;
        };
        const key found = cut_at_rank(within, rank, count_below);
        rank -= count_below(found);
        return found;
    }

    /// Decides in one pass where every tensor is cut.
    /// @return false where that does not work out
    bool decide_at_once(index k) {
        common_cut<key> common = guess_all(k);
        if (common.inside > static_cast<double>(passes_.room())) {
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
            if (passes_.not_a_number() || samples_[t].within.single()) {
                return false;
            }
        }
        return sweep_all() && !passes_.not_a_number() && settle(k, common.within);
    }

    /// Decides where every tensor is cut, among the keys that were written down.
    /// @return false if a bracket was missed
    bool settle(index k, range common) {
        for (std::size_t t = 0; t < tensors_.size(); ++t) {
            const tally found = passes_.swept(t);
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
        const key limit = cut_at_rank(common, k, lost_below);
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
        cut_at(t, capped ? limit_alone(t) : std::min(common, samples_[t].within.end));
        state.ties = std::min(state.equal, most - state.below);
        if (!capped) {
            state.ties = std::min(state.ties, ties);
            ties -= state.ties;
        }
        return true;
    }

    /// Decides where a tensor is cut that loses its `most` by itself.
    /// @return false if its bracket was missed, or not all in it was written down
    bool settle_alone(std::size_t t) {
        const tally found = passes_.swept(t);
        const index most = samples_[t].most;
        states_[t].below = found.below;
        if (samples_[t].within.single() || !passes_.noted(t) || found.below > most ||
            found.below + found.inside < most) {
            return false;
        }
        cut_at(t, limit_alone(t));
        states_[t].ties = most - states_[t].below;
        return true;
    }

    /// Where a tensor is cut, in its bracket, that loses its `most`.
    [[nodiscard]] key limit_alone(std::size_t t) const {
        return cut_at_rank(
            samples_[t].within, samples_[t].most, [&](key limit) { return count_below(t, limit); });
    }

    /// Notes how many of a tensor's keys are below a limit in its bracket, and how many equal to
    /// it.
    void cut_at(std::size_t t, key limit) {
        tensor_state& state = states_[t];
        const index below = count_below(t, limit);
        state.equal = count_below(t, static_cast<key>(limit + 1)) - below;
        state.below = below;
        state.limit = limit;
    }

    /// How many of a tensor's keys are below a limit in its bracket, of which `state.below` are
    /// below the bracket.
    [[nodiscard]] index count_below(std::size_t t, key limit) const {
        return states_[t].below + passes_.written_below(t, limit);
    }

    /// Decides where every tensor is cut. Stops at a NaN.
    void decide(index k) {
        for (bool again = true; again && !passes_.not_a_number();) {
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
        if (passes_.not_a_number()) {
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
        const tally found = passes_.swept(t);
        state.below = found.below;
        state.equal = found.inside;
        if (!all_equal) {
            const index written = passes_.written_below(t, state.limit);
            const auto above = static_cast<key>(state.limit + 1);
            state.below += written;
            state.equal = passes_.written_below(t, above) - written;
        }
    }

    candidates tensors_;
    tensor_state* states_;
    sampled* samples_;
    passes passes_;
    bool fresh_ = true; ///< no group is pruned yet
};

} // namespace coppice::backend::detail
