#pragma once

#include "coppice/backend/grid/entries.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <tuple>

namespace coppice::backend::grid {

/// Writes what the body brings with it: for a copy from the host waits for what was asked for
/// before, and a launch does not.
/// @tparam Words  it can bring
template <index Words>
struct put {
    std::uint64_t* to = nullptr;
    index words = 0;
    std::uint64_t from[static_cast<std::size_t>(Words)] = {};

    template <class Block>
    constexpr void operator()(Block& block) const {
        block.each_warp([&](const auto& warp) {
            for_own(block, warp, words, [&](index i) { to[i] = from[i]; });
        });
    }
};

/// Bodies that need not wait for one another, in one launch.
template <class... Bodies>
struct side_by_side {
    std::tuple<Bodies...> bodies;

    template <class Block>
    constexpr void operator()(Block& block) const {
        std::apply([&](const Bodies&... one) { (one(block), ...); }, bodies);
    }
};

/// Words that a launch can bring, in all 512 bytes or 16 KiB, of 32,764 bytes that CUDA allows: a
/// body travels whole, however little there is to bring.
inline constexpr index few_brought = 62;
inline constexpr index most_brought = 2046;

/// Brings words of the host to the grid, as a body brings them.
template <index Words, executor Grid, class... Also>
void bring_words(
    const Grid& grid, std::uint64_t* to, const void* from, index words, const Also&... also) {
    put<Words> body;
    std::memcpy(body.from, from, static_cast<std::size_t>(words) * sizeof *to);
    body.to = to;
    body.words = words;
    grid.launch(1, side_by_side<put<Words>, Also...>{{body, also...}});
}

/// Brings bytes of the host to the grid.
/// @param bytes  a multiple of 8
/// @param also   bodies for a single block, which every launch for it runs, too
template <executor Grid, class... Also>
void bring(const Grid& grid, void* to, const void* from, index bytes, const Also&... also) {
    constexpr auto word = static_cast<index>(sizeof(std::uint64_t));
    for (index begin = 0; begin < bytes / word; begin += most_brought) {
        auto* const there = static_cast<std::uint64_t*>(to) + begin;
        const void* const here = static_cast<const std::byte*>(from) + begin * word;
        const index words = std::min(most_brought, bytes / word - begin);
        if (words <= few_brought) {
            bring_words<few_brought>(grid, there, here, words, also...);
        } else {
            bring_words<most_brought>(grid, there, here, words, also...);
        }
    }
}

} // namespace coppice::backend::grid
