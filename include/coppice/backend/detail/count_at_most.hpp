#pragma once

#include "coppice/backend/detail/chunks.hpp"
#include "coppice/mask/view.hpp"
#include "coppice/select/candidate.hpp"

#include <algorithm>
#include <atomic>
#include <bit>

namespace coppice::backend::detail {

/// How many groups not pruned yet have a score not above a value, a mask's word at a time.
template <score::source Source>
[[nodiscard]] index count_at_most(const select::candidate<Source>& tensor, double value) {
    constexpr index words_at_once = 512; // that are worth a thread's while
    const mask::const_view mask = tensor.mask;
    const index words = mask::words(mask.size);
    std::atomic<index> total = 0;
    for_each_chunk((words + words_at_once - 1) / words_at_once, [&](index chunk) {
        index count = 0;
        const index end = std::min((chunk + 1) * words_at_once, words);
        for (index word = chunk * words_at_once; word < end; ++word) {
            const index first = word * mask::bits_per_word;
            const index groups = std::min(mask::bits_per_word, mask.size - first);
            mask::word low = 0;
            for (index i = 0; i < groups; ++i) {
                low |= mask::word{!(tensor.scores[first + i] > value)} << i;
            }
            count += std::popcount(low & mask.words[word]);
        }
        total += count;
    });
    return total;
}

} // namespace coppice::backend::detail
