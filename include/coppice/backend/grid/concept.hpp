#pragma once

#include "coppice/core/shape.hpp"

#include <concepts>
#include <cstddef>
#include <cstdint>

/// What a backend does on a grid of threads, whatever runs it: plain C++20, without a word of CUDA.
namespace coppice::backend::grid {

inline constexpr int lanes = 32;         ///< threads in a warp
inline constexpr int warps_in_block = 8; ///< of every launch
inline constexpr int threads_in_block = lanes * warps_in_block;

/// A grid runs *bodies*, ordered one after the other, on memory that the host may not read. A body
/// is a plain struct, copied to where it runs, with
///
///     template <class Block> constexpr void operator()(Block& block) const;
///
/// which is run for every block, in any order and at once; blocks share nothing but what a body
/// points to. A block is written as phases of whole warps, and a warp as steps of all its lanes, so
/// that a GPU can run the lanes side by side and a test one after the other:
///
///     block.number(), block.count()      which block this is, and of how many
///     block.template shared<T>()         memory of the block, of any content at first; one T a
///                                        body
///     block.each_warp(f)                 f(warp) for every warp; all are done when it returns
///     block.last(arrived)                outside of each_warp: whether all other blocks have
///                                        called it; then what they wrote before may be read.
///                                        Counts them in `arrived`, which is 0 before, and after
///                                        the last
///
///     warp.number()                      in its block
///     warp.each(f)                       f(lane) for every lane; what f returns, if anything, is
///                                        kept as a number a lane, which `[lane]` gives
///     warp.ballot(f)                     bit `lane` is f(lane)
///     warp.unite(f)                      f(0) | f(1) | ..., of 32 bits
///     warp.sum(f)                        f(0) + f(1) + ..., whole numbers, for all lanes
///     warp.sums_before(f)                what the lanes before return in all, a number a lane
///     warp.fold(numbers, join)           lane i = join(lane i, lane i + 16), then 8, 4, 2 and 1:
///                                        lane 0, for all lanes
///     warp.sync()                        what lanes wrote to memory of the block, all may read
///     warp.once(f)                       f() by one lane; what it returns, for all lanes
///     warp.same(number, lane)            the number of one lane, for all lanes
///
///     Warp::add(at, number)              adds to memory that others add to; returns what was there
///     Warp::lower(at, number)            makes it `number` if it is more
///     Warp::set(word, bits)              sets bits of a word of which others set bits
///
/// Steps with a collective (all but `each` and `once`) are reached by all lanes of a warp or none.
/// What is added up is whole numbers, so that no order of the blocks can change a result; sums of
/// doubles are folds.
///
/// A body may say how many of its blocks a processor shall have room for: see `resident_blocks`.
///
/// A grid is a value that can be moved:
///
///     launch(blocks, body)               runs a body, in `blocks` blocks
///     blocks_at_once()                   as many as it can run at a time
///     clear(at, bytes)                   writes zeros
///     to_grid(to, from, bytes)           from host memory, which may change when it returns:
///                                        waits for all work before
///     to_host(to, from, bytes)           waits for all work before
///     within(to, from, bytes)            from the grid's memory to the grid's memory
///     allocate<T>(n)                     memory, of any content, of a movable type buffer<T>
///     sort_pairs(keys, other_keys, numbers, other_numbers, n, space, bytes)
///                                        sorts keys and the numbers beside them, stable, with as
///                                        much memory again, and leaves the keys in `keys`
///     space_to_sort(n)                   bytes of `space` with which that takes no more memory
template <class G>
concept executor = std::movable<G> && requires(
    const G& grid, void* to, const void* from, index bytes, std::uint64_t* keys,
    std::uint32_t* numbers, std::byte* space) {
    { grid.blocks_at_once() } -> std::same_as<index>;
    grid.clear(to, bytes);
    grid.to_grid(to, from, bytes);
    grid.to_host(to, from, bytes);
    grid.within(to, from, bytes);
    { grid.template allocate<double>(bytes).data() } -> std::same_as<double*>;
    grid.sort_pairs(keys, keys, numbers, numbers, bytes, space, bytes);
    { grid.space_to_sort(bytes) } -> std::same_as<index>;
};

/// How many blocks of a body a processor has to have room for: what its threads may remember
/// follows.
template <class Body>
inline constexpr int resident_blocks = 1;

template <class Body>
    requires requires {
        Body::resident_blocks;
    }
inline constexpr int resident_blocks<Body> = Body::resident_blocks;

} // namespace coppice::backend::grid
