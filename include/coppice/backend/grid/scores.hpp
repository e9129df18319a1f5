#pragma once

#include "coppice/backend/grid/entries.hpp"
#include "coppice/backend/grid/sums.hpp"

#include <tuple>

namespace coppice::backend::grid {

/// Scores groups, a lane one: for groups that a lane soon adds up, or of which there are many.
template <class Score, element T, element... Extra>
struct score_groups {
    Score policy;
    double* out;
    std::tuple<cut<const T>, cut<const Extra>...> cuts;

    template <class Block>
    constexpr void operator()(Block& block) const {
        block.each_warp([&](const auto& warp) {
            for_own(block, warp, std::get<0>(cuts).groups, [&](index g) {
                out[g] = std::apply(
                    [&](const auto&... cut) {
                        return score_alone<Score, T, Extra...>(policy, g, cut...);
                    },
                    cuts);
            });
        });
    }
};

/// Sums chunks of groups, a warp one. Chunks are numbered over all groups, one group's after the
/// other's.
template <class Score, element T, element... Extra>
struct sum_chunks {
    Score policy;
    index begin; ///< the first chunk
    index end;
    double* out; ///< of these chunks
    std::tuple<cut<const T>, cut<const Extra>...> cuts;

    template <class Block>
    constexpr void operator()(Block& block) const {
        const index each = chunks(std::get<0>(cuts).members);
        block.each_warp([&](const auto& warp) {
            const index step = block.count() * warps_in_block;
            for (index i = begin + block.number() * warps_in_block + warp.number(); i < end;
                 i += step) {
                const index g = quotient(i, each);
                const double sum = std::apply(
                    [&](const auto&... cut) {
                        return chunk_sum<std::remove_cvref_t<decltype(warp)>, Score, T, Extra...>(
                            warp, policy, g, i - g * each, cut...);
                    },
                    cuts);
                warp.once([&] { out[i - begin] = sum; });
            }
        });
    }
};

/// Joins the sums of chunks in order, and finishes scores. A group's chunks may go on in the next
/// launch: what there is of it until then is kept in `open`.
template <class Score>
struct join_chunks {
    Score policy;
    index members; ///< of a group
    index begin;   ///< the first chunk
    index end;
    const double* sums; ///< of these chunks
    double* open;       ///< two numbers
    int which;          ///< of them is read; the other is written
    double* out;

    template <class Block>
    constexpr void operator()(Block& block) const {
        const index each = chunks(members);
        const index first = begin / each;
        const index last = (end - 1) / each;
        block.each_warp([&](const auto& warp) {
            for_own(block, warp, last - first + 1, [&](index i) { join(first + i, each); });
        });
    }

  private:
    constexpr void join(index g, index each) const {
        const bool begun = g * each < begin;
        double sum = begun ? open[which] : 0.0;
        const index to = g * each + each < end ? g * each + each : end;
        for (index i = begun ? begin : g * each; i < to; ++i) {
            sum = score::joined(policy, sum, sums[i - begin]);
        }
        if (to == g * each + each) {
            out[g] = score::finished(policy, sum, members, g);
        } else {
            open[1 - which] = sum;
        }
    }
};

} // namespace coppice::backend::grid
