#pragma once

#include "coppice/backend/concept.hpp"
#include "coppice/backend/grid/divide_by_rest.hpp"
#include "coppice/backend/grid/followed_by.hpp"
#include "coppice/backend/grid/launch.hpp"
#include "coppice/backend/grid/masks.hpp"
#include "coppice/backend/grid/move.hpp"
#include "coppice/backend/grid/run_select.hpp"
#include "coppice/backend/grid/scores.hpp"
#include "coppice/backend/grid/selection.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

namespace coppice::backend::grid {

/// The backend on a grid of threads: see backend/concept.hpp for what its functions do.
///
/// It works in `scratch`, some memory of the grid's that must live as long, and takes no more in a
/// call; but `gather` borrows memory for its lists, and `divide_by_rest` what sorting needs beyond
/// the scratch: see `scratch_to_divide`. Calls that wait for the grid are those that return
/// something to the host.
template <executor Grid, selection_tuning Tuning = selection_tuning{}>
class on_grid {
  public:
    template <class T>
    using buffer = typename Grid::template buffer<T>;

    /// What `scratch` has at least, in bytes.
    static constexpr index least_scratch = 4096;

    /// @param scratch  aligned as `allocate` aligns
    on_grid(Grid grid, std::span<std::byte> scratch) : grid_(std::move(grid)), scratch_(scratch) {
        if (static_cast<index>(scratch.size()) < least_scratch) {
            throw error(
                "backend", "scratch", text(scratch.size()) + " bytes",
                "at least " + text(least_scratch));
        }
    }

    template <class T>
    [[nodiscard]] buffer<T> allocate(index n) const {
        buffer<T> memory = grid_.template allocate<T>(n);
        grid_.clear(memory.data(), n * static_cast<index>(sizeof(T)));
        return memory;
    }

    template <class Score, element T, element... Extra>
    void score(
        const Score& policy, double* out, // NOLINT(readability-non-const-parameter): is written
        const grouped<const T>& groups, const grouped<const Extra>&... extra) const {
        const std::tuple<cut<const T>, cut<const Extra>...> cuts(
            cut<const T>(groups.members_in_memory_order(groups)),
            cut<const Extra>(extra.members_in_memory_order(groups))...);
        if (groups.members() <= lanes) {
            launch_over(
                grid_, groups.groups(), score_groups<Score, T, Extra...>{policy, out, cuts});
            return;
        }
        const index all = groups.groups() * chunks(groups.members());
        int which = 0;
        for (index begin = 0; begin < all; begin += room_for_sums(), which = 1 - which) {
            const index end = std::min(begin + room_for_sums(), all);
            launch_over(
                grid_, end - begin,
                sum_chunks<Score, T, Extra...>{policy, begin, end, sums(), cuts}, warps_in_block);
            launch_over(
                grid_, end - begin,
                join_chunks<Score>{
                    policy, groups.members(), begin, end, sums(), &reserved()->open[0], which,
                    out});
        }
    }

    template <class Score, element T, element... Extra>
    [[nodiscard]] double total(
        const Score& policy, const grouped<const T>& groups,
        const grouped<const Extra>&... extra) const {
        score(policy, &reserved()->total, groups, extra...);
        return read(reserved()->total);
    }

    void keep_all(mask::view mask) const {
        launch_over(grid_, mask::words(mask.size), grid::keep_all{mask});
    }

    [[nodiscard]] index kept(mask::const_view mask) const {
        return counted(mask::words(mask.size), count_kept{mask, &reserved()->count});
    }

    [[nodiscard]] static constexpr index select_workspace(index tensors, index groups) {
        return selection_layout(Tuning, tensors, groups).size;
    }

    template <score::source Source>
    [[nodiscard]] select::not_a_number prune_each(
        std::span<const select::candidate<Source>> candidates, std::span<const index> ks,
        std::byte* workspace) const {
        return selection<Grid, Source>(grid_, tuning, candidates, workspace).each(ks);
    }

    template <score::source Source>
    [[nodiscard]] select::not_a_number prune_together(
        std::span<const select::candidate<Source>> candidates, index k, std::span<index> pruned,
        std::byte* workspace) const {
        return selection<Grid, Source>(grid_, tuning, candidates, workspace).together(k, pruned);
    }

    template <score::source Source, class Pattern>
    [[nodiscard]] select::not_a_number prune_runs(
        std::span<const select::candidate<Source>> candidates, const Pattern& pattern) const {
        const bool fresh = std::all_of(
            candidates.begin(), candidates.end(), [](const auto& one) { return one.gone == 0; });
        if (!fresh) {
            if (const auto fault = first_fault(grid_, candidates, &reserved()->found);
                fault.found()) {
                return fault;
            }
        }
        const findings none;
        bring(grid_, &reserved()->found, &none, sizeof none);
        for (const select::candidate<Source>& one : candidates) {
            launch_over(
                grid_, mask::words(one.mask.size),
                run_select<Source>{
                    keys_of<Source>(one.scores), one.mask, one.gone != 0, pattern(one.extents),
                    &reserved()->found},
                warps_in_block);
        }
        if (read(reserved()->found).faults == 0) {
            return {};
        }
        for (const select::candidate<Source>& one : candidates) {
            keep_all(one.mask);
        }
        return first_fault(grid_, candidates, &reserved()->found);
    }

    template <score::source Source>
    [[nodiscard]] index at_most(const select::candidate<Source>& tensor, double value) const {
        return counted(
            tensor.mask.size,
            count_at_most<Source>{
                keys_of<Source>(tensor.scores), tensor.mask, value, &reserved()->count});
    }

    /// The scratch, in bytes, with which `divide_by_rest` borrows no memory for `n` scores.
    [[nodiscard]] index scratch_to_divide(index n) const {
        return std::max(least_scratch, reserved_bytes + grid_.space_to_sort(n));
    }

    /// A NaN among the scores leaves them as they are, but for the signs of zeros.
    /// @throws coppice::error for more than 2^32 scores
    void divide_by_rest(double* scores, index n, double* space) const {
        if (n > std::numeric_limits<std::uint32_t>::max()) {
            throw error("backend", "number of scores to sort", text(n), "less than 2^32");
        }
        auto* const keys = reinterpret_cast<std::uint64_t*>(space);
        auto* const numbers = reinterpret_cast<std::uint32_t*>(space + n);
        double* const before = space + n + (n + 1) / 2; // behind the numbers
        findings* const found = &reserved()->found;
        const findings none;
        bring(grid_, found, &none, sizeof none);
        launch_over(grid_, n, number_scores{scores, n, keys, numbers, found});
        grid_.sort_pairs(
            keys, reinterpret_cast<std::uint64_t*>(scores), numbers, numbers + n, n,
            reinterpret_cast<std::byte*>(sums()),
            room_for_sums() * static_cast<index>(sizeof(double)));
        launch_over(
            grid_, chunks(n),
            followed_by<sum_from_last, sum_chunks_before>{
                {keys, n, scores}, &found->arrived, {sum_chunks_before{scores, n, before}}});
        launch_over(grid_, n, divide_sorted{keys, scores, before, n, found});
        launch_over(grid_, n, scatter_sorted{keys, numbers, n, scores});
    }

    template <element T>
    void apply(mask::const_view mask, const grouped<T>& groups) const {
        if (groups.members() == 1 && groups.groups_adjacent()) {
            launch_over(
                grid_, mask::words(mask.size), apply_to_row<T>{mask, groups.data}, warps_in_block);
        } else {
            const cut<T> ordered(groups.members_in_memory_order(groups));
            launch_over(
                grid_, groups.groups() * groups.members(), apply_to_groups<T>{mask, ordered});
        }
    }

    template <element T>
    void copy(const grouped<const T>& from, T* to) const {
        const cut<const T> groups(from);
        launch_over(grid_, groups.groups * groups.members, copy_groups<T>{groups, to});
    }

    template <element T>
    void gather(
        const view<const T>& from, std::span<const std::vector<index>> kept,
        const view<T>& to) const {
        grid::gather<T> body{from, to, nullptr};
        std::vector<index> all;
        for (int axis = 0; axis < to.rank(); ++axis) {
            const std::vector<index>& own = kept[static_cast<std::size_t>(axis)];
            all.insert(all.end(), own.begin(), own.end());
            body.starts[axis + 1] = static_cast<index>(all.size());
        }
        const auto count = static_cast<index>(all.size());
        auto lists = grid_.template allocate<index>(count);
        grid_.to_grid(lists.data(), all.data(), count * static_cast<index>(sizeof(index)));
        body.kept = lists.data();
        launch_over(grid_, to.size(), body);
    }

    void download(mask::const_view mask, std::span<mask::word> words) const {
        grid_.to_host(words.data(), mask.words, static_cast<index>(words.size_bytes()));
    }

    void upload(std::span<const mask::word> words, mask::view mask) const {
        grid_.to_grid(mask.words, words.data(), static_cast<index>(words.size_bytes()));
    }

    [[nodiscard]] const Grid& executor() const { return grid_; }

  private:
    static constexpr selection_tuning tuning = Tuning;

    /// What the scratch begins with; the sums of chunks, or what sorting needs, follow.
    struct reserved_memory {
        findings found;
        double open[2];
        double total;
        index count;
    };

    [[nodiscard]] reserved_memory* reserved() const {
        return reinterpret_cast<reserved_memory*>(scratch_.data());
    }

    static constexpr index reserved_bytes = selection_layout::alignment;
    static_assert(sizeof(reserved_memory) <= reserved_bytes);

    [[nodiscard]] double* sums() const {
        return reinterpret_cast<double*>(scratch_.data() + reserved_bytes);
    }

    [[nodiscard]] index room_for_sums() const {
        return (static_cast<index>(scratch_.size()) - reserved_bytes) /
               static_cast<index>(sizeof(double));
    }

    /// A number of the grid's memory. Waits for it.
    template <class T>
    [[nodiscard]] T read(const T& there) const {
        T here{};
        grid_.to_host(&here, &there, sizeof here);
        return here;
    }

    /// What a body that takes `n` numbers adds to the count.
    template <class Body>
    [[nodiscard]] index counted(index n, const Body& body) const {
        grid_.clear(&reserved()->count, sizeof(index));
        launch_over(grid_, n, body);
        return read(reserved()->count);
    }

    Grid grid_;
    std::span<std::byte> scratch_;
};

} // namespace coppice::backend::grid
