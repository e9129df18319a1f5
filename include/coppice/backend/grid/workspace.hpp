#pragma once

#include "coppice/backend/grid/digits.hpp"
#include "coppice/backend/grid/entries.hpp"
#include "coppice/backend/grid/rank_last.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace coppice::backend::grid {

/// What a selection may write down, and what it looks at before.
struct selection_tuning {
    index few = 65536;        ///< groups that are all written down, without a sample
    index share_sampled = 64; ///< one group in so many is sampled
    index most_sampled = 1 << 20;
    index share_written = 128; ///< of more than few groups, one in so many can be written down
    index tensor_bytes = 1024; ///< a candidate may take, with its policy

    /// Groups with keys of 8 bytes that can be written down.
    [[nodiscard]] constexpr index room(index groups) const {
        return std::min(groups, few + groups / share_written);
    }
};

/// Where a selection keeps what, in bytes from the start of its workspace.
struct selection_layout {
    static constexpr index alignment = 256;

    index found = 0;
    index losses = 0; ///< right behind, so that both are brought to the host at once
    index tensors = 0;
    index parts = 0;
    index ranks = 0;
    index counts = 0;
    index last = 0;
    index written = 0;
    index size = 0;

    constexpr selection_layout(const selection_tuning& tuning, index count, index groups) {
        const index most_parts = std::max<index>(2, count);
        constexpr auto word = static_cast<index>(sizeof(std::uint64_t));
        constexpr auto before = static_cast<index>(sizeof(findings));
        static_assert(before % word == 0);
        found = take(before + most_parts * word);
        losses = found + before;
        tensors = take(count * tuning.tensor_bytes);
        parts = take(most_parts * static_cast<index>(sizeof(cut_state)));
        ranks = take(count * word);
        counts = take(most_parts * bins * word);
        last = take(most_ranked * largest_entry);
        written = take(tuning.room(groups) * largest_entry);
    }

    /// As many entries as fit into the room for some with keys of 8 bytes.
    /// @param at    where there is that room
    /// @param most  that there can be
    template <class Key>
    [[nodiscard]] static entries<Key> entries_at(std::byte* at, index room, index most) {
        const index fit = std::min(most, room * largest_entry / entries<Key>::bytes_each());
        auto* const places = reinterpret_cast<std::uint64_t*>(at);
        return {reinterpret_cast<Key*>(places + fit), places, fit};
    }

  private:
    static constexpr index largest_entry = entries<std::uint64_t>::bytes_each();

    constexpr index take(index bytes) {
        const index start = size;
        size += (bytes + alignment - 1) / alignment * alignment;
        return start;
    }
};

} // namespace coppice::backend::grid
