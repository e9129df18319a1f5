#include "coppice/backend/grid/narrow.hpp"

#include "backend/grid/on_cpu.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {
namespace {

using namespace backend::grid;

struct part {
    std::vector<std::uint64_t> keys;
    index most;
    index rank = 0; ///< of the last to go, or 0 if it is cut together with others
};

/// Cuts parts digit by digit, counting for `narrow` what follows.
std::vector<cut_state>
narrowed(const std::vector<part>& parts, int bits, index together, std::vector<index>& losses) {
    std::vector<cut_state> states;
    for (const part& one : parts) {
        states.push_back(
            {.equal = static_cast<index>(one.keys.size()),
             .rank = one.rank,
             .most = one.most,
             .alone = one.rank != 0});
    }
    const auto count = static_cast<index>(parts.size());
    std::vector<index> counts(parts.size() * bins);
    for (int level = 0; level < digits(bits); ++level) {
        const digit next = digit_of(bits, level);
        for (std::size_t p = 0; p < parts.size(); ++p) {
            for (const std::uint64_t key : parts[p].keys) {
                if (next.follows(key, states[p].digits)) {
                    ++counts[p * bins + static_cast<std::size_t>(next.of(key))];
                }
            }
        }
        on_cpu::grid().launch(1, narrow{states.data(), counts.data(), count, next, together});
        REQUIRE(std::all_of(counts.begin(), counts.end(), [](index n) { return n == 0; }));
    }
    losses.resize(parts.size());
    index unsettled = 0;
    on_cpu::grid().launch(1, share_ties{states.data(), count, losses.data(), &unsettled, together});
    REQUIRE(unsettled == std::count_if(states.begin(), states.end(), [](const cut_state& part) {
                return !part.settled;
            }));
    return states;
}

} // namespace

TEST_CASE("parts that are cut by themselves lose their ranks") {
    std::mt19937_64 random(2);
    constexpr index size = 40;
    std::vector<part> parts;
    for (index rank = 1; rank <= size; ++rank) { // more than are looked at in a round
        part one{{}, size, rank};
        for (index i = 0; i < size; ++i) {
            one.keys.push_back(random() % 3 == 0 ? random() >> 32U : random() % 4 << 20U);
        }
        parts.push_back(one);
    }
    std::vector<index> losses;
    const std::vector<cut_state> cuts = narrowed(parts, 32, 0, losses);
    for (std::size_t p = 0; p < parts.size(); ++p) {
        std::sort(parts[p].keys.begin(), parts[p].keys.end());
        CHECK(losses[p] == parts[p].rank);
        CHECK(cuts[p].key == parts[p].keys[p]);
    }
}

TEST_CASE("parts that are cut together lose as many as asked, none more than its most") {
    std::mt19937_64 random(1);
    for (int round = 0; round < 60; ++round) {
        const int bits = round % 2 == 0 ? 32 : 64;
        std::vector<part> parts(1 + random() % 40);
        index most = 0;
        for (part& one : parts) {
            one.keys.resize(1 + random() % 50);
            for (std::uint64_t& key : one.keys) { // many that are equal in their first digits
                key = (random() >> (64 - bits) & ~std::uint64_t{0xFFFF}) | random() % 3;
                key = random() % 3 == 0 ? random() % 4 : key;
            }
            one.most = static_cast<index>(random() % (one.keys.size() + 1));
            most += one.most;
        }
        const index together =
            most == 0 ? 0 : 1 + static_cast<index>(random() % static_cast<unsigned>(most));
        std::vector<index> losses;
        const std::vector<cut_state> cuts = narrowed(parts, bits, together, losses);
        index lost = 0;
        for (std::size_t p = 0; p < parts.size(); ++p) {
            std::vector<std::uint64_t>& keys = parts[p].keys;
            std::sort(keys.begin(), keys.end());
            const auto at = static_cast<std::size_t>(losses[p]);
            REQUIRE(losses[p] <= parts[p].most);
            // The key at which a part is cut is that of the last to go.
            REQUIRE((losses[p] == 0 || keys[at - 1] <= cuts[p].key));
            REQUIRE((at == keys.size() || keys[at] >= cuts[p].key));
            lost += losses[p];
        }
        REQUIRE(lost == together);
    }
}

TEST_CASE("a cut takes lower keys, and of equal ones those in lower places") {
    const cut_state cut{.key = 7, .place = 3};
    CHECK(cut.cuts(6, 100));
    CHECK(cut.cuts(7, 2));
    CHECK_FALSE(cut.cuts(7, 3));
    CHECK_FALSE(cut.cuts(8, 0));
}

} // namespace coppice
