#include "coppice/backend/grid/entries.hpp"

#include "backend/grid/on_cpu.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {

using namespace backend::grid;

static_assert(entries<std::uint32_t>::bytes_each() == 12);
static_assert(entries<std::uint64_t>::bytes_each() == 16);

namespace {

/// Every lane counts its number, twice, and lane 0 the last bin.
struct count_lanes {
    index* counts;

    template <class Block>
    constexpr void operator()(Block& block) const {
        auto& own = block.template shared<block_counts>();
        own.forget(block);
        for (int round = 0; round < 2; ++round) {
            block.each_warp([&](const auto& warp) {
                warp.each([&](int lane) { warp.add(own.of_bin + lane, std::uint32_t{1}); });
                warp.once([&] { warp.add(own.of_bin + bins - 1, std::uint32_t{1}); });
            });
            own.hand_over(block, counts);
        }
    }
};

/// Counts how often each number is used.
struct use_each {
    int* used;
    index count;

    template <class Block>
    constexpr void operator()(Block& block) const {
        block.each_warp([&](const auto& warp) {
            for_own(
                block, warp, count, [](index i) { return i; }, [&](index i) { ++used[i]; });
        });
    }
};

/// Groups that were written down, with room for as many and no more.
struct written_down {
    std::vector<std::uint32_t> keys;
    std::vector<std::uint64_t> places;

    [[nodiscard]] entries<std::uint32_t> all() {
        return {keys.data(), places.data(), static_cast<index>(keys.size())};
    }

    /// The bins of a digit, and how much is counted in each, where there is something.
    [[nodiscard]] std::vector<std::pair<int, index>>
    counted(const cut_state& part, digit next, bool of_places, const index* how_many) {
        std::vector<index> counts(bins);
        on_cpu::grid().launch(
            2, count_entries<std::uint32_t>{
                   all(), how_many, &part, 1, next, of_places, counts.data()});
        std::vector<std::pair<int, index>> some;
        for (int bin = 0; bin < bins; ++bin) {
            if (const index here = counts[static_cast<std::size_t>(bin)]; here != 0) {
                some.emplace_back(bin, here);
            }
        }
        return some;
    }
};

using some_bins = std::vector<std::pair<int, index>>;

} // namespace

TEST_CASE("a digit of a bracket counts from where it begins, by as many bits as it has") {
    const findings found{.first = 1000, .end = 1000 + (1 << 13)};
    const digit_in_bracket first{&found, 0};
    const digit_in_bracket second{&found, 1};
    CHECK(first.known().top == 13);
    CHECK(first.known().shift == 2);
    CHECK(second.known().top == 2);
    CHECK(second.known().shift == 0);
    CHECK(first.counted(1003) == 3);
    const findings one_key{.first = 5, .end = 6};
    CHECK(digit_in_bracket{&one_key, 0}.known().width() == 0);
}

TEST_CASE("numbers are read some at a time, each is used once") {
    for (const index count : {0, 1, 255, 256, 257, 3000}) {
        for (const index blocks : {1, 3}) {
            std::vector<int> used(static_cast<std::size_t>(count));
            on_cpu::grid().launch(blocks, use_each{used.data(), count});
            CHECK(std::all_of(used.begin(), used.end(), [](int times) { return times == 1; }));
        }
    }
}

TEST_CASE("a grid takes every number once, however many there are") {
    constexpr index begin = 5000000000;
    for (const index count : {begin, begin + 1, begin + 31, begin + 700}) {
        std::multiset<index> taken;
        const index blocks = (count - begin + threads_in_block) / threads_in_block;
        const index all = count / threads_in_block + 1;
        for (index number = all - blocks - 1; number < all; ++number) { // the last ones
            on_cpu::block block(number, all);
            block.each_warp([&](const auto& warp) {
                for_own(block, warp, count, [&](index i) { taken.insert(i); });
            });
        }
        for (index i = begin; i < count; ++i) {
            REQUIRE(taken.count(i) == 1);
        }
        REQUIRE(*taken.rbegin() == count - 1);
    }
}

TEST_CASE("few blocks take the numbers of many in turn") {
    for (const index count : {0, 1, 256, 1000}) {
        for (const index blocks : {1, 2, 5}) {
            std::multiset<index> taken;
            for (index number = 0; number < blocks; ++number) {
                on_cpu::block block(number, blocks);
                block.each_warp([&](const auto& warp) {
                    for_own(block, warp, count, [&](index i) { taken.insert(i); });
                });
            }
            std::vector<index> every(static_cast<std::size_t>(count));
            std::iota(every.begin(), every.end(), 0);
            CHECK(std::vector<index>(taken.begin(), taken.end()) == every);
        }
    }
}

TEST_CASE("a block's counts begin at nothing, and are handed over once") {
    std::vector<index> counts(bins, 5);
    on_cpu::grid().launch(3, count_lanes{counts.data()});
    constexpr index times = 3 * 2 * warps_in_block; // blocks, rounds, warps
    for (int bin = 0; bin < bins; ++bin) {
        const bool counted = bin < lanes || bin == bins - 1;
        REQUIRE(counts[static_cast<std::size_t>(bin)] == 5 + (counted ? times : 0));
    }
}

TEST_CASE("the next digit is counted of what has the digits so far") {
    written_down some{
        {0x00000001, 0x00200001, 0x00200403, 0x00200001, 0xFFFFFFFF}, {7, 4097, 9, 5, 6}};
    const digit first = digit_of(32, 0); // 11 bits
    const digit second = digit_of(32, 1);
    const digit last = digit_of(32, 2); // 10 bits
    CHECK(some.counted({}, first, false, nullptr) == some_bins{{0, 1}, {1, 3}, {2047, 1}});
    CHECK(some.counted({.digits = 1}, second, false, nullptr) == some_bins{{0, 2}, {1, 1}});
    CHECK(some.counted({.digits = 2}, second, false, nullptr).empty());
    CHECK(some.counted({.digits = 1 << 11}, last, false, nullptr) == some_bins{{1, 2}});
    CHECK(some.counted({.digits = 1, .settled = true}, second, false, nullptr).empty());
}

TEST_CASE("the next digit of places is counted of what has the key") {
    written_down some{{5, 8, 8, 9, 8}, {7, 4097, 9, 5, 6}};
    const digit first = digit_of(13, 0); // 11 bits
    const digit last = digit_of(13, 1);  // 2 bits
    CHECK(some.counted({.key = 8}, first, true, nullptr) == some_bins{{1, 1}, {2, 1}, {1024, 1}});
    CHECK(some.counted({.key = 8, .digits = 2}, last, true, nullptr) == some_bins{{1, 1}});
    CHECK(some.counted({.key = 7}, first, true, nullptr).empty());
}

TEST_CASE("parts are counted each by itself, but those that are settled") {
    written_down some{{0, 1, 1, 2048, 2049}, {0, 1, 2, 3, 4}};
    const cut_state parts[] = {{.digits = 0}, {.digits = 1, .settled = true}, {.digits = 1}};
    std::vector<index> counts(3 * bins);
    std::vector<index> expected(3 * bins);
    on_cpu::grid().launch(
        2, count_entries<std::uint32_t>{
               some.all(), nullptr, parts, 3, digit_of(22, 1), false, counts.data()});
    expected[0] = 1;
    expected[1] = 2;
    expected[2 * bins] = 1;
    expected[2 * bins + 1] = 1;
    CHECK(counts == expected);
}

TEST_CASE("a selection begins with nothing found, lost or counted") {
    for (const index parts : {0, 2}) {
        constexpr index tensors = 5000; // more than there are bins of two parts
        findings found{
            .first = 7, .entries = 8, .below = 9, .faults = 1, .unsettled = 2, .arrived = 3};
        std::vector<index> losses(tensors + 1, 5);
        std::vector<index> counts(static_cast<std::size_t>(parts * bins + 1), 6);
        const begin_selection body{&found, 99, losses.data(), tensors, counts.data(), parts};
        CHECK(body.size() == tensors);
        on_cpu::grid().launch(3, body);
        CHECK((found.first == 1 && found.end == 99 && found.entries == 0 && found.below == 0));
        CHECK((found.faults == 0 && found.unsettled == 0 && found.arrived == 0));
        CHECK(found.first_fault == findings{}.first_fault);
        for (std::vector<index>* cleared : {&losses, &counts}) {
            CHECK(cleared->back() != 0); // behind them nothing is written
            cleared->pop_back();
            CHECK(std::all_of(cleared->begin(), cleared->end(), [](index n) { return n == 0; }));
        }
    }
    static_assert(begin_selection{nullptr, 0, nullptr, 5, nullptr, 5}.size() == 5 * bins);
}

TEST_CASE("no more is counted than was written down, or there was room for") {
    written_down some{{1, 2, 3, 4, 5}, {0, 1, 2, 3, 4}};
    const digit only = digit_of(11, 0);
    for (const index how_many : {0, 3, 5, 100}) {
        const auto found = some.counted({}, only, false, &how_many);
        CHECK(static_cast<index>(found.size()) == std::min<index>(how_many, 5));
    }
    CHECK(some.counted({}, only, false, nullptr).size() == 5);
}

TEST_CASE("any number of blocks counts the same") {
    std::mt19937 random(1);
    written_down many;
    for (int i = 0; i < 3000; ++i) {
        const auto top = static_cast<std::uint32_t>(random() % 3 == 0 ? 77 : random() % 2048);
        many.keys.push_back(top << 20 | 5U);
        many.places.push_back(random());
    }
    const digit first = digit_of(31, 0);
    std::vector<index> expected(bins);
    for (const std::uint32_t key : many.keys) {
        ++expected[static_cast<std::size_t>(key >> 20)];
    }
    for (const index blocks : {1, 2, 3, 20}) {
        std::vector<index> counts(bins);
        const cut_state part;
        on_cpu::grid().launch(
            blocks, count_entries<std::uint32_t>{
                        many.all(), nullptr, &part, 1, first, false, counts.data()});
        REQUIRE(counts == expected);
    }
}

TEST_CASE("a cut among what was written down begins behind what goes already") {
    std::vector<index> losses(70);
    std::iota(losses.begin(), losses.end(), 0); // 2415 in all
    const auto begun = [&](index together) {
        findings found{.entries = 10};
        cut_state part{.key = 3, .place = 4, .digits = 5, .below = 6, .most = 7};
        on_cpu::grid().launch(1, begin_entries{&found, losses.data(), 70, &part, 12, together});
        CHECK(found.below == 2415);
        CHECK((part.key == 0 && part.place == 0 && part.digits == 0 && part.below == 0));
        CHECK(part.equal == 10);
        CHECK(part.alone);
        CHECK(part.rank == together - 2415);
        return part;
    };
    CHECK_FALSE(begun(2416).settled);
    CHECK_FALSE(begun(2425).settled);
    CHECK(begun(2415).settled); // nothing of it goes
    CHECK(begun(2426).settled); // more than there is
}

TEST_CASE("a bracket is missed where the cut lies outside or not all was written down") {
    constexpr findings ten{.entries = 10, .below = 100};
    static_assert(!begin_entries::missed(ten, 10, 101));
    static_assert(!begin_entries::missed(ten, 10, 110));
    static_assert(begin_entries::missed(ten, 10, 100));
    static_assert(begin_entries::missed(ten, 10, 111));
    static_assert(begin_entries::missed(ten, 9, 105));
    static_assert(begin_entries::missed({.entries = 10, .below = 100, .faults = 1}, 10, 105));
}

} // namespace coppice
