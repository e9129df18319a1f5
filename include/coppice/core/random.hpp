#pragma once

#include "coppice/core/shape.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace coppice {

namespace detail {

/// The output function of SplitMix64 after its increment.
[[nodiscard]] constexpr std::uint64_t mixed(std::uint64_t x) {
    x += 0x9E3779B97F4A7C15U;
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31U);
}

} // namespace detail

/// `count` of the numbers below `n`, in random order and none of them twice, all choices and orders
/// being equally likely: a function of the seed alone, the same on every machine. Takes the memory
/// of n numbers.
///
/// A Fisher-Yates shuffle that stops after `count` of them, with SplitMix64: Steele, Lea, Flood,
/// "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
/// @param count  in [0, n]
[[nodiscard]] inline std::vector<index> sample(index n, index count, std::uint64_t seed) {
    std::vector<index> order;
    order.reserve(static_cast<std::size_t>(n));
    for (index i = 0; i < n; ++i) {
        order.push_back(i);
    }
    std::uint64_t place = detail::mixed(seed);
    for (index i = 0; i < count; ++i) {
        const auto left = static_cast<std::uint64_t>(n - i);
        const std::uint64_t uneven = (0 - left) % left; // 2^64 modulo left
        std::uint64_t bits = detail::mixed(place++);
        while (bits < uneven) { // or the small remainders would be more likely
            bits = detail::mixed(place++);
        }
        std::swap(
            order[static_cast<std::size_t>(i)], order[static_cast<std::size_t>(i) + bits % left]);
    }
    order.resize(static_cast<std::size_t>(count));
    return order;
}

} // namespace coppice
