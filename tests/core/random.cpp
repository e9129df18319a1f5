#include "coppice/core/random.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <set>

#include <doctest/doctest.h>

TEST_CASE("SplitMix64 gives its published numbers") {
    // From state 0, whose increments are multiples of the golden gamma.
    CHECK(coppice::detail::mixed(0) == 0xE220A8397B1DCDAFU);
    CHECK(coppice::detail::mixed(0x9E3779B97F4A7C15U) == 0x6E789E6AA1B965F4U);
}

TEST_CASE("a sample has as many numbers as asked, each below n and none twice") {
    for (coppice::index n = 0; n < 30; ++n) {
        for (coppice::index count = 0; count <= n; ++count) {
            const auto drawn = coppice::sample(n, count, 9);
            const std::set<coppice::index> different(drawn.begin(), drawn.end());
            REQUIRE(static_cast<coppice::index>(drawn.size()) == count);
            REQUIRE(different.size() == drawn.size());
            if (count > 0) {
                CHECK(*different.begin() >= 0);
                CHECK(*different.rbegin() < n);
            }
        }
    }
}

TEST_CASE("a sample is a function of its seed, and a longer one begins like a shorter") {
    const auto six = coppice::sample(216, 6, 1);
    CHECK(six == coppice::sample(216, 6, 1));
    CHECK(six != coppice::sample(216, 6, 2));
    const auto all = coppice::sample(216, 216, 1);
    CHECK(std::equal(six.begin(), six.end(), all.begin()));
}

TEST_CASE("every number is as likely at every place") {
    constexpr std::size_t n = 6;
    std::array<std::array<int, n>, n> seen{};
    for (std::uint64_t seed = 0; seed < 6000; ++seed) {
        const auto drawn = coppice::sample(n, n, seed);
        for (std::size_t place = 0; place < n; ++place) {
            ++seen[place][static_cast<std::size_t>(drawn[place])];
        }
    }
    for (const auto& at_place : seen) {
        double squares = 0; // chi squared with 5 degrees of freedom; 30 has a chance of 1e-5
        for (const int times : at_place) {
            squares += (times - 1000.0) * (times - 1000.0) / 1000.0;
        }
        CHECK(squares < 30);
    }
}
