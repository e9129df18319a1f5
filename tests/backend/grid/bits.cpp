#include "coppice/backend/grid/bits.hpp"

#include <bit>
#include <cstdint>
#include <random>

#include <doctest/doctest.h>

namespace coppice {

using namespace backend::grid;

static_assert(set_bits(std::uint32_t{0}) == 0 && set_bits(~std::uint32_t{0}) == 32);
static_assert(set_bits(std::uint64_t{0}) == 0 && set_bits(~std::uint64_t{0}) == 64);
static_assert(width(0) == 0 && width(1) == 1 && width(0xFFFFFFFF) == 32);
static_assert(width(0x100000000) == 33 && width(~std::uint64_t{0}) == 64);
static_assert(lowest_set(1) == 0 && lowest_set(0x80000000U) == 31);

TEST_CASE("bits are counted and found as the standard library does") {
    std::mt19937_64 random(1);
    for (int round = 0; round < 1000; ++round) {
        const std::uint64_t bits = random() & random();
        const auto low = static_cast<std::uint32_t>(bits) << round % 32;
        REQUIRE(set_bits(bits) == std::popcount(bits));
        REQUIRE(set_bits(low) == std::popcount(low));
        if (low != 0) {
            REQUIRE(lowest_set(low) == std::countr_zero(low));
        }
        REQUIRE(width(bits >> round % 64) == static_cast<int>(std::bit_width(bits >> round % 64)));
    }
}

} // namespace coppice
