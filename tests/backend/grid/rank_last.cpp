#include "coppice/backend/grid/rank_last.hpp"

#include "backend/grid/on_cpu.hpp"
#include "coppice/backend/grid/followed_by.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {
namespace {

using namespace backend::grid;

using ranked_key = std::uint64_t;

/// Entries that are cut by two digits of their bracket, and then by those that are left.
struct cut_by_rank {
    std::vector<ranked_key> keys;
    std::vector<std::uint64_t> places;
    findings found;
    cut_state part;

    /// @param rank  of the last to go, from 1
    cut_by_rank(std::vector<ranked_key> of, ranked_key first, ranked_key end, index rank)
        : keys(std::move(of)) {
        const auto size = static_cast<index>(keys.size());
        for (index i = 0; i < size; ++i) {
            places.push_back(static_cast<std::uint64_t>((i * 7919 + 13) % size)); // in no order
        }
        found.first = first;
        found.end = end;
        found.entries = size;
        part = {.equal = size, .rank = rank, .alone = true};
        const entries<ranked_key> among{keys.data(), places.data(), size};
        const on_cpu::grid grid;
        std::vector<index> counts(bins);
        for (const int level : {0, 1}) {
            const digit_in_bracket next{&found, level};
            grid.launch(
                3, count_entries<ranked_key, digit_in_bracket>{
                       among, &found.entries, &part, 1, next, false, counts.data()});
            grid.launch(1, narrow{&part, counts.data(), 1, next});
        }
        std::vector<ranked_key> last_keys(most_ranked + 1, 7);
        std::vector<std::uint64_t> last_places(most_ranked + 1, 7);
        const entries<ranked_key> last{last_keys.data(), last_places.data(), most_ranked};
        grid.launch(3, gather_last<ranked_key>{among, &found, &part, {&found, 1}, last});
        CHECK(last_keys.back() == 7); // beyond the room
        CHECK(last_places.back() == 7);
        grid.launch(1, rank_last<ranked_key>{&found, &part, last});
    }

    /// Whether those go, and only those, that a sort puts first.
    [[nodiscard]] bool cuts_lowest(index rank) const {
        std::vector<std::pair<ranked_key, std::uint64_t>> order;
        for (std::size_t i = 0; i < keys.size(); ++i) {
            order.emplace_back(keys[i], places[i]);
        }
        std::sort(order.begin(), order.end());
        for (std::size_t i = 0; i < order.size(); ++i) {
            const bool goes = part.cuts(order[i].first, order[i].second);
            if (goes != (static_cast<index>(i) < rank)) {
                return false;
            }
        }
        return true;
    }
};

} // namespace

TEST_CASE("the last of every rank is found, however wide the bracket") {
    std::mt19937_64 random(1);
    for (const int bits : {1, 2, 11, 12, 22, 23, 40, 64}) {
        CAPTURE(bits);
        const ranked_key first = bits == 64 ? 0 : 1 + (random() >> 1U >> bits << bits);
        std::vector<ranked_key> keys;
        for (int i = 0; i < 300; ++i) {
            const ranked_key inside = random() >> (64 - bits);
            keys.push_back(first + (i % 3 == 0 ? inside & ~ranked_key{0} << bits / 2 : inside));
        }
        const ranked_key end = bits == 64 ? 0 : first + (ranked_key{1} << bits);
        for (index rank = 1; rank <= 300; ++rank) {
            const cut_by_rank found(keys, first, end, rank);
            REQUIRE(found.part.settled);
            REQUIRE(found.cuts_lowest(rank));
        }
    }
}

TEST_CASE("more than can be ranked are left undecided, as many as can be are not") {
    for (const index equal : {most_ranked - 1, most_ranked, most_ranked + 1}) {
        std::vector<ranked_key> keys(static_cast<std::size_t>(equal), 50);
        keys.insert(keys.end(), 100, 49);
        keys.insert(keys.end(), 100, 51);
        const cut_by_rank found(keys, 1, 100, 100 + equal / 2);
        CHECK(found.found.last == equal);
        CHECK(found.part.settled == (equal <= most_ranked));
        CHECK((!found.part.settled || found.cuts_lowest(100 + equal / 2)));
    }
}

TEST_CASE("where nothing is to be decided, nothing is gathered") {
    std::vector<ranked_key> keys{5, 6};
    std::vector<std::uint64_t> places{0, 1};
    findings found{.first = 1, .end = 9, .entries = 2};
    const cut_state before{.settled = true};
    cut_state part = before;
    const entries<ranked_key> among{keys.data(), places.data(), 2};
    on_cpu::grid().launch(1, gather_last<ranked_key>{among, &found, &part, {&found, 1}, among});
    CHECK(found.last == 0);
    found.last = 2;
    on_cpu::grid().launch(1, rank_last<ranked_key>{&found, &part, among});
    CHECK(part.key == before.key);
    CHECK(part.place == before.place);
}

} // namespace coppice
