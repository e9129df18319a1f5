#include "data/random.hpp"

#include <algorithm>
#include <numeric>
#include <set>

#include <doctest/doctest.h>

TEST_CASE("random_source: the published first numbers of SplitMix64") {
    data::random_source random(1234567);
    CHECK(random.next() == 6457827717110365317U);
    CHECK(random.next() == 3203168211198807973U);
    CHECK(random.next() == 9817491932198370423U);
}

TEST_CASE("random_source: numbers below a bound are evenly spread") {
    data::random_source random(1);
    std::vector<int> seen(7);
    for (int i = 0; i < 70'000; ++i) {
        ++seen.at(random.below(7));
    }
    CHECK(*std::min_element(seen.begin(), seen.end()) > 9'600);
    CHECK(*std::max_element(seen.begin(), seen.end()) < 10'400);
    CHECK(random.below(1) == 0);

    // Where two thirds of all numbers are even to the bound, a remainder alone would be biased.
    const std::uint64_t bound = std::uint64_t{3} << 62U;
    int low = 0;
    for (int i = 0; i < 30'000; ++i) {
        low += random.below(bound) < bound / 3 ? 1 : 0;
    }
    CHECK(low > 9'600);
    CHECK(low < 10'400);
}

TEST_CASE("permute: every number once, by size and seed alone") {
    std::vector<std::size_t> order(10);
    data::permute(order, 42);
    const std::vector<std::size_t> first = order;
    data::permute(order, 42);
    CHECK(order == first);
    data::permute(order, 43);
    CHECK(order != first);
    std::sort(order.begin(), order.end());
    std::vector<std::size_t> all(10);
    std::iota(all.begin(), all.end(), std::size_t{0});
    CHECK(order == all);
}

TEST_CASE("permute: the same order on every compiler") {
    std::vector<std::size_t> order(8);
    data::permute(order, 42);
    CHECK(order == std::vector<std::size_t>{3, 1, 6, 2, 4, 0, 7, 5});
}

TEST_CASE("permute: nothing and one") {
    std::vector<std::size_t> order;
    data::permute(order, 1);
    CHECK(order.empty());
    order.resize(1, 9);
    data::permute(order, 1);
    CHECK(order[0] == 0);
}

TEST_CASE("seed_for: neighbours differ") {
    std::set<std::uint64_t> seeds;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        for (std::uint64_t index = 0; index < 20; ++index) {
            seeds.insert(data::seed_for(seed, index));
        }
    }
    CHECK(seeds.size() == 400);
}
