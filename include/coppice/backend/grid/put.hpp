#pragma once

#include "coppice/backend/grid/entries.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace coppice::backend::grid {

/// Writes what the body brings with it: for a copy from the host waits for what was asked for
/// before, and a launch does not.
struct put {
    static constexpr index most = 3584; ///< bytes, of the 4 KiB that a launch may bring

    std::uint64_t* to = nullptr;
    index words = 0;
    std::uint64_t from[most / sizeof(std::uint64_t)] = {};

    template <class Block>
    constexpr void operator()(Block& block) const {
        block.each_warp([&](const auto& warp) {
            for_own(block, warp, words, [&](index i) { to[i] = from[i]; });
        });
    }
};

/// Brings bytes of the host to the grid.
/// @param bytes  a multiple of 8
template <executor Grid>
void bring(const Grid& grid, void* to, const void* from, index bytes) {
    put body;
    for (index begin = 0; begin < bytes; begin += put::most) {
        const index some = std::min(put::most, bytes - begin);
        std::memcpy(
            body.from, static_cast<const std::byte*>(from) + begin, static_cast<std::size_t>(some));
        body.to = reinterpret_cast<std::uint64_t*>(static_cast<std::byte*>(to) + begin);
        body.words = some / static_cast<index>(sizeof(std::uint64_t));
        grid.launch(1, body);
    }
}

} // namespace coppice::backend::grid
