#pragma once

#include "coppice/backend/detail/bits_below.hpp"
#include "coppice/backend/detail/bracket.hpp"
#include "coppice/backend/detail/keys.hpp"
#include "coppice/mask/view.hpp"
#include "coppice/select/candidate.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>

namespace coppice::backend::detail {

/// The keys of a tensor's groups, a word of the mask at a time.
template <score::source Source>
class key_words {
  public:
    using reader = keys_of<Source>;
    using key = typename reader::key;

    static constexpr index block = 8 * mask::bits_per_word;        ///< groups that are read at once
    static constexpr key lowest = std::numeric_limits<key>::min(); ///< no score's key

    /// Every how many-th block of a stretch is read, from the block numbered `first` on.
    struct some {
        index every = 1;
        index first = 0;
    };

    explicit key_words(const select::candidate<Source>& tensor)
        : tensor_(tensor), scores_(tensor.scores) {}

    /// Calls visit(first group counted from `begin`, its key and those after it, kept groups, all
    /// groups) for every word of the groups in [begin, end), or of some of their blocks. The keys
    /// of groups that do not exist are the lowest.
    /// @param begin  a multiple of `block`
    template <class Visit>
    void for_each(index begin, index end, Visit visit, some of = {}) const {
        const index ahead = of.every == 1 ? groups_ahead : of.every * block;
        std::array<key, static_cast<std::size_t>(block)> keys;
        for (index at = begin + of.first * block; at < end; at += of.every * block) {
            const index count = std::min(block, end - at);
            scores_.read(at, count, keys.data());
            std::fill(keys.begin() + count, keys.end(), lowest);
            for (index i = 0; i < count; i += mask::bits_per_word) {
                const index left = count - i;
                const mask::word all =
                    left < mask::bits_per_word ? (mask::word{1} << left) - 1 : ~mask::word{0};
                scores_.prefetch(at + i + ahead, mask::bits_per_word);
                mask::word& kept = tensor_.mask.words[(at + i) / mask::bits_per_word];
                visit(at + i - begin, keys.data() + i, kept, all);
            }
        }
    }

  private:
    static constexpr index groups_ahead = 1024; ///< asked of memory before they are read

    const select::candidate<Source>& tensor_;
    reader scores_;
};

/// Bits of one word of groups.
struct word_split {
    mask::word below;
    mask::word inside;
    mask::word not_a_number;
};

/// Which of a word's groups that are kept have keys below a bracket or in it.
/// @param not_a_number  the lowest key that a NaN may have
template <std::signed_integral Key>
[[nodiscard]] word_split
split(const Key* keys, mask::word kept, bracket<Key> within, Key not_a_number) {
    const mask::word below = bits_below(keys, within.first);
    const mask::word up_to = bits_below(keys, within.end);
    const mask::word numbers = within.end == not_a_number ? up_to : bits_below(keys, not_a_number);
    return {below & kept, up_to & ~below & kept, ~numbers & kept};
}

} // namespace coppice::backend::detail
