#pragma once

#include "coppice/backend/detail/guess.hpp"
#include "coppice/backend/grid/count_keys.hpp"
#include "coppice/backend/grid/decide.hpp"
#include "coppice/backend/grid/followed_by.hpp"
#include "coppice/backend/grid/launch.hpp"
#include "coppice/backend/grid/masks.hpp"
#include "coppice/backend/grid/put.hpp"
#include "coppice/backend/grid/rank_last.hpp"
#include "coppice/backend/grid/sample.hpp"
#include "coppice/backend/grid/sweep.hpp"
#include "coppice/backend/grid/workspace.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <iterator>
#include <span>
#include <type_traits>

namespace coppice::backend::grid {

/// Where the first group not pruned yet is whose score is no number. Waits once, and where there is
/// one once more for every tensor up to it.
/// @param found  memory of the grid
template <executor Grid, score::source Source>
[[nodiscard]] select::not_a_number
first_fault(const Grid& grid, std::span<const select::candidate<Source>> tensors, findings* found) {
    const auto lowest_of = [&](std::span<const select::candidate<Source>> some) {
        findings read;
        bring(grid, found, &read, sizeof read);
        for (const select::candidate<Source>& one : some) {
            launch_over(
                grid, one.mask.size,
                find_fault<Source>{keys_of<Source>(one.scores), one.mask, found});
        }
        grid.to_host(&read, found, sizeof read);
        return read.first_fault;
    };
    if (lowest_of(tensors) == findings{}.first_fault) {
        return {};
    }
    std::size_t t = 0;
    while (lowest_of(tensors.subspan(t, 1)) == findings{}.first_fault) {
        ++t;
    }
    return {static_cast<index>(t), lowest_of(tensors.subspan(t, 1))};
}

/// Exact selection of the lowest scores of several tensors.
///
/// Of tensors that are cut together, a sample says between which two keys the cut almost surely
/// lies. One pass decides every group outside that bracket and writes down the few inside, among
/// which the cut is found by two digits and by comparing what they leave, or digit by digit. While
/// no group is pruned yet that pass writes the masks too, for they can be made whole again;
/// otherwise a second one does. The host waits for the counts of the tensors and for whether all
/// has gone well, once for not too many tensors.
///
/// Where the sample has misled, there was no room for what lies inside, or a tensor would lose more
/// than it may, and where every tensor is cut by itself, passes over all groups find the cuts digit
/// by digit instead, those of tensors that meet their caps among them.
template <executor Grid, score::source Source>
class selection {
  public:
    using candidates = std::span<const select::candidate<Source>>;

    selection(
        const Grid& grid, const selection_tuning& tuning, candidates tensors, std::byte* workspace)
        : grid_(grid), tuning_(tuning), candidates_(tensors), groups_(groups_of(tensors)),
          layout_(tuning, count(), groups_), workspace_(workspace) {
        static_assert(
            std::is_trivially_copyable_v<tensor<Source>>,
            "a score that is used on a device has to be trivially copyable");
        static_assert(
            sizeof(tensor<Source>) <= selection_tuning{}.tensor_bytes,
            "a score that is used on a device may take some 500 bytes at most");
        for (const select::candidate<Source>& one : tensors) {
            gone_ += one.gone;
            tiles_ += tiles_of_groups.tiles(one.mask.size);
        }
    }

    /// Prunes the k lowest of all tensors.
    [[nodiscard]] select::not_a_number together(index k, std::span<index> pruned) const {
        if (k == gone_) {
            std::transform(candidates_.begin(), candidates_.end(), pruned.begin(), [](auto& one) {
                return one.gone;
            });
            return {};
        }
        bring_tensors(begin_with(2));
        findings found = gone_ == 0 ? at_once<true>(k, pruned) : at_once<false>(k, pruned);
        if (found.faults == 0 && found.unsettled != 0) {
            found = digit_by_digit(k, nullptr);
            static_cast<void>(download(pruned));
        }
        return found.faults == 0 ? select::not_a_number{}
                                 : first_fault(grid_, candidates_, this->found());
    }

    /// Prunes the ks[t] lowest of every tensor t.
    [[nodiscard]] select::not_a_number each(std::span<const index> ks) const {
        if (std::equal(ks.begin(), ks.end(), candidates_.begin(), [](index due, const auto& one) {
                return due == one.gone;
            })) {
            return {};
        }
        bring_tensors();
        bring(grid_, ranks(), ks.data(), bytes_of<index>(count()));
        const findings found = digit_by_digit(0, ranks());
        return found.faults == 0 ? select::not_a_number{}
                                 : first_fault(grid_, candidates_, this->found());
    }

  private:
    using key = typename keys_of<Source>::key;
    static constexpr int bits = keys_of<Source>::bits;
    static constexpr int sample_digits = std::min(2, digits(bits));

    [[nodiscard]] static index groups_of(candidates tensors) {
        index groups = 0;
        for (const select::candidate<Source>& one : tensors) {
            groups += one.mask.size;
        }
        return groups;
    }

    template <class T>
    [[nodiscard]] static constexpr index bytes_of(index n) {
        return n * static_cast<index>(sizeof(T));
    }

    template <class T>
    [[nodiscard]] T* at(index offset) const {
        return reinterpret_cast<T*>(workspace_ + offset);
    }

    [[nodiscard]] index count() const { return static_cast<index>(candidates_.size()); }
    [[nodiscard]] tensor<Source>* tensors() const { return at<tensor<Source>>(layout_.tensors); }
    [[nodiscard]] findings* found() const { return at<findings>(layout_.found); }
    [[nodiscard]] cut_state* parts() const { return at<cut_state>(layout_.parts); }
    [[nodiscard]] index* losses() const { return at<index>(layout_.losses); }
    [[nodiscard]] index* ranks() const { return at<index>(layout_.ranks); }
    [[nodiscard]] index* counts() const { return at<index>(layout_.counts); }

    [[nodiscard]] entries<key> written() const {
        return selection_layout::entries_at<key>(
            at<std::byte>(layout_.written), tuning_.room(groups_), groups_);
    }
    [[nodiscard]] entries<key> last() const {
        return selection_layout::entries_at<key>(
            at<std::byte>(layout_.last), most_ranked, most_ranked);
    }

    /// Puts the tensors where the grid can read them.
    /// @param also  bodies for a single block that the last launch runs, too
    template <class... Also>
    void bring_tensors(const Also&... also) const {
        constexpr index at_once =
            bytes_of<std::uint64_t>(most_brought) / bytes_of<tensor<Source>>(1);
        alignas(tensor<Source>) std::byte some[bytes_of<tensor<Source>>(at_once)];
        tensor_row row;
        for (index t = 0; t < count(); ++t) {
            const tensor<Source> made = row.next(candidates_[static_cast<std::size_t>(t)]);
            std::memcpy(some + t % at_once * bytes_of<tensor<Source>>(1), &made, sizeof made);
            if ((t + 1) % at_once == 0 || t + 1 == count()) {
                const index first = t - t % at_once;
                const index bytes = bytes_of<tensor<Source>>(t + 1 - first);
                if (t + 1 == count()) {
                    bring(grid_, tensors() + first, some, bytes, also...);
                } else {
                    bring(grid_, tensors() + first, some, bytes);
                }
            }
        }
    }

    [[nodiscard]] begin_selection begin_with(index cuts) const {
        return {found(), keys_of<Source>::not_a_number, losses(), count(), counts(), cuts};
    }

    [[nodiscard]] findings read_findings() const {
        findings read;
        grid_.to_host(&read, found(), sizeof read);
        return read;
    }

    /// Findings and losses, of not too many tensors in one copy.
    [[nodiscard]] findings download(std::span<index> pruned) const {
        struct {
            findings found;
            index losses[256];
        } read{};
        const index first = std::min<index>(count(), std::size(read.losses));
        grid_.to_host(&read, found(), bytes_of<findings>(1) + bytes_of<index>(first));
        std::copy_n(read.losses, first, pruned.begin());
        if (first < count()) {
            grid_.to_host(
                pruned.data() + first, losses() + first, bytes_of<index>(count() - first));
        }
        return read.found;
    }

    /// A body and what the last of its blocks does then.
    template <class Body, class... Then>
    [[nodiscard]] followed_by<Body, Then...> in_turn(const Body& body, const Then&... then) const {
        return {body, &found()->arrived, {then...}};
    }

    /// Has the bracket made around the k-th lowest key, almost surely.
    void take_bracket(index k) const {
        const index most = std::min(tuning_.most_sampled, written().room);
        const detail::sampling sample{
            groups_,
            std::min(groups_ / tuning_.share_sampled, most) / detail::sampling::run_length};
        if (groups_ <= tuning_.few || sample.size() == 0) {
            return;
        }
        const double share = static_cast<double>(k) / static_cast<double>(groups_);
        const double spread = detail::uncertainty(share, sample.size());
        const index low = sampled_rank(share, -spread, sample.size());
        const index high = sampled_rank(share, spread, sample.size()) + 1;
        entries<key> keys = written();
        keys.room = sample.size();
        const take_sample<Source> taken{tensors(), count(), sample, keys.keys, counts()};
        const begin_sample begun{
            parts(), counts(), std::max<index>(low, 1), std::min(high, sample.size()),
            sample.size()};
        constexpr digit first = digit_of(bits, 0);
        constexpr digit last = digit_of(bits, sample_digits - 1);
        const bracket_of_sample bracket{
            parts(), found(), last, low < 1, high >= sample.size(), keys_of<Source>::not_a_number};
        const auto launch = [&](const auto& body) { launch_over(grid_, sample.size(), body); };
        if constexpr (sample_digits == 1) {
            launch(in_turn(taken, begun, narrow{parts(), counts(), 2, first}, bracket));
        } else {
            launch(in_turn(taken, begun, narrow{parts(), counts(), 2, first}));
            launch(in_turn(
                count_entries<key>{keys, nullptr, parts(), 2, last, false, counts()},
                narrow{parts(), counts(), 2, last}, bracket));
        }
    }

    /// Decides the digits of numbers of so many bits, then runs more in the block that was last.
    /// @param launch  launch(next, then...): counts that digit, and then runs those
    template <class Launch, class Then>
    static void decide_digits(int of_bits, const Launch& launch, const Then& then) {
        const int last = digits(of_bits) - 1;
        for (int level = 0; level < last; ++level) {
            launch(digit_of(of_bits, level));
        }
        launch(digit_of(of_bits, last), then);
    }

    /// Whether few keys are equal: then few are left by two of their digits, and those are ranked.
    static constexpr bool ranks_last = bits > 2 * digit_bits;

    /// Finds the cut among what was written down, unless too many are left.
    void cut_entries(const entries<key>& among) const {
        for (const int level : {0, 1}) {
            const digit_in_bracket next{found(), level};
            launch_over(
                grid_, among.room,
                in_turn(
                    count_entries<key, digit_in_bracket>{
                        among, &found()->entries, parts(), 1, next, false, counts()},
                    narrow{parts(), counts(), 1, next}));
        }
        launch_over(
            grid_, among.room,
            in_turn(
                gather_last<key>{among, found(), parts(), {found(), 1}, last()},
                rank_last<key>{found(), parts(), last()}));
    }

    /// Finds it digit by digit.
    void cut_entries_by_digits(const entries<key>& among) const {
        const auto deciding = [&](bool of_places) {
            return [this, among, of_places](digit next, const auto&... then) {
                launch_over(
                    grid_, among.room,
                    in_turn(
                        count_entries<key>{
                            among, &found()->entries, parts(), 1, next, of_places, counts()},
                        narrow{parts(), counts(), 1, next}, then...));
            };
        };
        decide_digits(bits, deciding(false), share_ties{parts(), 1, ranks(), &found()->unsettled});
        decide_digits(bits_of_places(groups_), deciding(true), end_places{parts(), 1});
    }

    /// One pass that decides, and with `Fresh` tensors, of which nothing is pruned yet, writes.
    /// @return faults, or that something is unsettled: then the masks are as they were
    template <bool Fresh>
    [[nodiscard]] findings at_once(index k, std::span<index> pruned) const {
        take_bracket(k);
        const entries<key> among = written();
        const begin_entries begun{found(), losses(), count(), parts(), among.room, k};
        const auto decide_and_read = [&] {
            launch_over(
                grid_, among.room,
                decide_entries<Source, Fresh>{
                    tensors(), count(), among, found(), parts(), losses()});
            return download(pruned);
        };
        launch_tiles(in_turn(
            sweep<Source, Fresh>{tensors(), count(), tiles_, among, found(), losses()}, begun));
        if constexpr (ranks_last) {
            cut_entries(among);
        } else {
            cut_entries_by_digits(among);
        }
        findings read = decide_and_read();
        if (read.last > most_ranked) {
            grid_.launch(1, begun);
            cut_entries_by_digits(among);
            read = decide_and_read();
        }
        const bool within_caps = std::equal(
            pruned.begin(), pruned.end(), candidates_.begin(),
            [](index lost, const auto& one) { return lost <= one.most; });
        read.unsettled = begin_entries::missed(read, among.room, k) || !within_caps ? 1 : 0;
        if (!Fresh && read.unsettled == 0) {
            launch_tiles(write_masks<Source>{tensors(), count(), tiles_, parts(), true});
        } else if (Fresh && read.unsettled != 0) {
            for (const select::candidate<Source>& one : candidates_) {
                launch_over(grid_, mask::words(one.mask.size), keep_all{one.mask});
            }
        }
        return read;
    }

    /// Passes that decide a digit each of where every tensor is cut, and one that writes.
    [[nodiscard]] findings digit_by_digit(index k, const index* own_ranks) const {
        const auto deciding = [&](bool of_places) {
            return [this, k, of_places](digit next, const auto&... then) {
                launch_tiles(in_turn(
                    count_keys<Source>{
                        tensors(), count(), tiles_, parts(), next, of_places, counts(), found()},
                    narrow{parts(), counts(), count(), next, k}, then...));
            };
        };
        const begin_selection begun = begin_with(count());
        launch_over(grid_, begun.size(), begun);
        launch_over(grid_, count(), begin_tensors<Source>{tensors(), parts(), count(), own_ranks});
        decide_digits(
            bits, deciding(false), share_ties{parts(), count(), losses(), &found()->unsettled, k});
        const findings read = read_findings();
        if (read.faults != 0) {
            return read;
        }
        if (read.unsettled != 0) {
            decide_digits(bits_of_places(groups_), deciding(true), end_places{parts(), count()});
        }
        launch_tiles(write_masks<Source>{tensors(), count(), tiles_, parts(), false});
        return read;
    }

    template <class Body>
    void launch_tiles(const Body& body) const {
        grid_.launch(std::min(tiles_, grid_.blocks_at_once()), body);
    }

    const Grid& grid_;
    const selection_tuning& tuning_;
    candidates candidates_;
    index groups_;
    selection_layout layout_;
    std::byte* workspace_;
    index gone_ = 0;
    index tiles_ = 0;
};

} // namespace coppice::backend::grid
