#include "coppice/backend/grid/digits.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {

using namespace backend::grid;

static_assert(digits(11) == 1 && digits(12) == 2 && digits(32) == 3 && digits(64) == 6);
static_assert(bits_of_places(1) == 1 && bits_of_places(2) == 1 && bits_of_places(3) == 2);
static_assert(bits_of_places(index{1} << 33) == 33 && bits_of_places((index{1} << 33) + 1) == 34);

static_assert(digit_of(5, 1).width() == 0 && digit_of(5, 1).of(31) == 0);
static_assert(digit_of(5, 1).follows(31, 31) && !digit_of(5, 1).follows(31, 30));

TEST_CASE("the digits of a number, one after the other, are the number") {
    std::mt19937_64 random(1);
    for (const int bits : {1, 11, 16, 30, 32, 33, 63, 64}) {
        for (int round = 0; round < 100; ++round) {
            const std::uint64_t number = random() >> (64 - bits);
            std::uint64_t before = 0;
            for (int level = 0; level < digits(bits); ++level) {
                const digit next = digit_of(bits, level);
                REQUIRE(next.width() <= digit_bits);
                REQUIRE(next.follows(number, before));
                REQUIRE(!next.follows(number, before + 1) == (level > 0 || bits < 64));
                before = before << next.width() | static_cast<std::uint64_t>(next.of(number));
            }
            REQUIRE(before == number);
        }
    }
}

TEST_CASE("the bin of a rank is where a count finds it") {
    std::mt19937 random(2);
    for (int round = 0; round < 20; ++round) {
        std::vector<index> before(bins + 1);
        for (int bin = 0; bin < bins; ++bin) {
            const auto at = static_cast<std::size_t>(bin);
            before[at + 1] = before[at] + static_cast<index>(random() % 5 == 0 ? random() % 4 : 0);
        }
        const auto of = [&](int bin) { return before[static_cast<std::size_t>(bin)]; };
        for (index rank = 1; rank <= before.back(); ++rank) {
            const int bin = bin_of_rank(rank, of);
            REQUIRE(of(bin) < rank);
            REQUIRE(of(bin + 1) >= rank);
        }
        CHECK(bin_of_rank(0, of) == 0);
    }
}

} // namespace coppice
