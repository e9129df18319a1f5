#pragma once

#include "coppice/backend/grid/entries.hpp"
#include "coppice/select/runs.hpp"

#include <cstdint>

namespace coppice::backend::grid {

/// Keeps the highest scores of every run of groups: each group counts how many of its run come
/// before it, those gone already first, then by (score, group).
///
/// Warps change words of the mask that others read. That changes no result: of a run, only groups
/// that are to go can be found gone too early, and no group is before fewer of them for that.
template <score::source Source>
struct run_select {
    using key = typename keys_of<Source>::key;

    keys_of<Source> keys;
    mask::view mask;
    bool some_gone; ///< or else the mask is written without being read
    select::runs pattern;
    findings* found;

    template <class Block>
    constexpr void operator()(Block& block) const {
        block.each_warp([&](const auto& warp) {
            const index words = mask::words(mask.size);
            const index step = block.count() * warps_in_block;
            bool faults = false;
            for (index word = block.number() * warps_in_block + warp.number(); word < words;
                 word += step) {
                const mask::word kept =
                    kept_of(warp, word, 0, faults) | kept_of(warp, word, lanes, faults) << lanes;
                warp.once([&] { mask.words[word] = kept; });
            }
            if (faults) {
                warp.once([&] { warp.add(&found->faults, index{1}); });
            }
        });
    }

  private:
    /// Of half a word.
    template <class Warp>
    [[nodiscard]] constexpr mask::word
    kept_of(const Warp& warp, index word, int half, bool& faults) const {
        const index first = word * mask::bits_per_word + half;
        faults = warp.ballot([&](int lane) {
            const index g = first + lane;
            return g < mask.size && key_of(g) >= keys_of<Source>::not_a_number;
        }) != 0 ||
                 faults;
        return warp.ballot(
            [&](int lane) { return first + lane < mask.size && stays(first + lane); });
    }

    /// The lowest key for a group that is gone.
    [[nodiscard]] constexpr key key_of(index g) const {
        return some_gone && !mask[g] ? key{0} : keys[g];
    }

    [[nodiscard]] constexpr bool stays(index g) const {
        const index along = quotient(g, pattern.inner);
        const index in_run = along - quotient(along, pattern.of) * pattern.of;
        const index first = g - in_run * pattern.inner;
        const key own = key_of(g);
        index before = 0;
        for (index m = 0; m < pattern.of; ++m) {
            const key other = key_of(first + m * pattern.inner);
            before += other < own || (other == own && m < in_run) ? 1 : 0;
        }
        return own != 0 && before >= pattern.of - pattern.kept;
    }
};

} // namespace coppice::backend::grid
