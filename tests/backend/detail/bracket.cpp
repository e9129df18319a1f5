#include "coppice/backend/detail/bracket.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <vector>

#include <doctest/doctest.h>

namespace coppice::backend::detail {
namespace {

constexpr bracket<std::int64_t> every_key{
    std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};

/// Of 64-bit keys, some of them the first or the last that there are.
bracket<std::int64_t> random_bracket(std::mt19937_64& random) {
    const auto width = static_cast<std::int64_t>(1 + (random() >> (1 + random() % 63)));
    const auto first = static_cast<std::int64_t>(random()) / 2;
    return random() % 8 == 0 ? every_key
                             : bracket<std::int64_t>{first / 2, first / 2 + width / 4 + 1};
}

TEST_CASE("the bins of a bracket follow on each other and hold all of it") {
    std::mt19937_64 random(1);
    for (int round = 0; round < 200; ++round) {
        const bracket<std::int64_t> of = random_bracket(random);
        const auto last = static_cast<std::size_t>(of.last_offset() >> of.bin_shift());
        REQUIRE(last < bins);
        REQUIRE(of.bin(0).first == of.first);
        REQUIRE(of.bin(last).end == of.end);
        bool follow = true;
        for (std::size_t bin = 0; bin < last; ++bin) {
            follow = follow && of.bin(bin).end == of.bin(bin + 1).first;
        }
        REQUIRE(follow);
        const std::uint64_t offset = random() % (of.last_offset() + 1);
        const std::int64_t key = of.at(offset);
        REQUIRE(of.offset_of(key) == offset);
        const bracket<std::int64_t> own =
            of.bin(static_cast<std::size_t>(offset >> of.bin_shift()));
        REQUIRE((own.first <= key && key < own.end));
    }
}

TEST_CASE("a bracket of one key is single, and few keys have a bin each") {
    const bracket<std::int16_t> one{32766, 32767};
    CHECK(one.single());
    CHECK(one.bin(0) == one);
    const bracket<std::int16_t> some{-5, 100};
    CHECK_FALSE(some.single());
    CHECK(some.bin_shift() == 0);
    CHECK(some.bin(7) == bracket<std::int16_t>{2, 3});
    const bracket<std::int16_t> all{-32768, 32767};
    CHECK(all.last_offset() == 65534);
    CHECK(all.bin_shift() == 5);
    CHECK(all.bin(2047).end == 32767); // the last is shorter
}

TEST_CASE("a rank lies in the bin up to which as many are counted") {
    std::vector<index> counts(bins);
    counts[3] = 2;
    counts[900] = 1;
    counts[2047] = 5;
    const auto of = [&](index rank) {
        return bin_of_rank(std::span<const index, bins>(counts), rank);
    };
    CHECK((of(1) == 3 && of(2) == 3 && of(3) == 900 && of(4) == 2047 && of(8) == 2047));
    CHECK(of(9) == 2047); // fewer than that
}

TEST_CASE("a bracket around a rank holds the key that sorting finds there") {
    std::mt19937_64 random(2);
    for (int round = 0; round < 100; ++round) {
        std::vector<std::int64_t> keys(1 + random() % 300);
        const int shift = static_cast<int>(random() % 60);
        for (std::int64_t& key : keys) {
            key = std::max(static_cast<std::int64_t>(random()) >> shift, every_key.first + 1);
            key -= key == every_key.end ? 1 : 0;
        }
        const auto count = static_cast<index>(keys.size());
        std::vector<std::int64_t> sorted = keys;
        std::sort(sorted.begin(), sorted.end());
        const index rank = 1 + static_cast<index>(random() % keys.size());
        const bracket<std::int64_t> found = around_rank(keys.data(), count, rank, every_key);
        const std::int64_t key = sorted[static_cast<std::size_t>(rank - 1)];
        REQUIRE((found.first <= key && key < found.end));
        REQUIRE(found.last_offset() < std::uint64_t{1} << 42); // two times eleven bits less
        // Keys outside are passed over.
        const bracket<std::int64_t> upper{key, every_key.end};
        const bracket<std::int64_t> first = around_rank(keys.data(), count, 1, upper);
        REQUIRE((first.first <= key && key < first.end));
        // There are fewer of them than asked for: the bracket's end.
        REQUIRE(around_rank(keys.data(), count, count + 1, every_key).end == every_key.end);
    }
}

TEST_CASE("keys are cut where the rank lowest go, whatever the bracket") {
    std::mt19937_64 random(3);
    for (int round = 0; round < 200; ++round) {
        const bracket<std::int64_t> of = random_bracket(random);
        std::vector<std::int64_t> keys(1 + random() % 50);
        for (std::int64_t& key : keys) { // every other round in a corner, where ties are many
            key = of.at((random() >> (round % 2 == 0 ? 0 : 60)) % (of.last_offset() + 1));
        }
        int searched = 0;
        const auto below = [&](std::int64_t limit) {
            ++searched;
            return std::count_if(
                keys.begin(), keys.end(), [&](std::int64_t key) { return key < limit; });
        };
        for (index rank = 0; rank <= static_cast<index>(keys.size()); ++rank) {
            const std::int64_t limit = cut_at_rank(of, rank, below);
            const index sure = below(limit);
            CHECK(sure <= rank);
            CHECK((sure == rank || std::count(keys.begin(), keys.end(), limit) >= rank - sure));
            CHECK((of.first <= limit && limit < of.end));
        }
        CHECK(searched <= 66 * (static_cast<int>(keys.size()) + 1));
    }
}

TEST_CASE("the search for a cut ends where it meets one") {
    const bracket<std::int64_t> of{0, std::int64_t{1} << 60};
    int searched = 0;
    const auto below = [&](std::int64_t limit) {
        ++searched;
        return index{limit > 1000 ? 1 : 0} + (limit > of.end - 1000 ? 1 : 0);
    };
    CHECK(below(cut_at_rank(of, 1, below)) == 1);
    CHECK(searched == 2);
}

} // namespace
} // namespace coppice::backend::detail
