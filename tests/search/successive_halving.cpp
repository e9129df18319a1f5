#include "coppice/search/successive_halving.hpp"

#include "core/refusal.hpp"

#include <algorithm>
#include <cstddef>
#include <set>
#include <vector>

#include <doctest/doctest.h>

using coppice::index;
using coppice::search::round;
using coppice::search::successive_halving;
using coppice::search::tried;

namespace {

/// All rounds of a search in which a point's value is what `value` says.
template <class Value>
std::vector<round> rounds_of(const successive_halving& search, index points, Value value) {
    std::vector<round> rounds;
    std::vector<tried> so_far;
    for (round next = search.next(points, so_far); !next.points.empty();
         next = search.next(points, so_far)) {
        for (const index point : next.points) {
            so_far.push_back({point, next.share, value(point)});
        }
        rounds.push_back(next);
    }
    return rounds;
}

constexpr auto as_numbered = [](index point) { return static_cast<double>(point); };

} // namespace

TEST_CASE("every round keeps a share of the trials and multiplies their effort") {
    const auto check = [](const successive_halving& search, const std::vector<std::size_t>& counts,
                          const std::vector<double>& shares) {
        const auto rounds = rounds_of(search, 216, as_numbered);
        REQUIRE(rounds.size() == counts.size());
        for (std::size_t k = 0; k < counts.size(); ++k) {
            CHECK(rounds[k].points.size() == counts[k]);
            CHECK(rounds[k].share == doctest::Approx(shares[k]).epsilon(1e-15));
        }
    };
    check({}, {12, 6, 3}, {0.25, 0.5, 1});
    check({.trials = 9, .rounds = 3, .factor = 3}, {9, 3, 1}, {1. / 9, 1. / 3, 1});
    check({.trials = 7, .rounds = 2, .factor = 2}, {7, 3}, {0.5, 1});
    check({.trials = 5, .rounds = 1}, {5}, {1});
}

TEST_CASE("no round takes more effort than the first") {
    for (int trials = 1; trials <= 40; ++trials) {
        for (int rounds = 1; rounds <= 4; ++rounds) {
            for (int factor = 2; factor <= 4; ++factor) {
                const successive_halving search{trials, rounds, factor, 7};
                try {
                    search.validate();
                } catch (const coppice::error&) {
                    continue;
                }
                const auto all = rounds_of(search, 40, as_numbered);
                REQUIRE(static_cast<int>(all.size()) == rounds);
                const auto effort = [](const round& of) {
                    return static_cast<double>(of.points.size()) * of.share;
                };
                for (const round& each : all) {
                    CHECK(effort(each) <= effort(all.front()) + 1e-12);
                    CHECK(!each.points.empty());
                }
                CHECK(all.back().share == 1);
            }
        }
    }
}

TEST_CASE("the best go on, in order of their value, and the last round has the best of all") {
    const successive_halving search{.trials = 12, .rounds = 3, .factor = 2, .seed = 3};
    const auto rounds = rounds_of(search, 216, as_numbered);
    std::vector<index> expected = rounds[0].points;
    CHECK(std::set<index>(expected.begin(), expected.end()).size() == 12);
    std::sort(expected.begin(), expected.end());
    expected.resize(6);
    CHECK(rounds[1].points == expected);
    expected.resize(3);
    CHECK(rounds[2].points == expected);
    CHECK(rounds_of(search, 216, as_numbered)[0].points == rounds[0].points);
    CHECK(rounds_of({.trials = 12, .seed = 4}, 216, as_numbered)[0].points != rounds[0].points);
}

TEST_CASE("of equal trials the earlier goes on") {
    const auto rounds = rounds_of({.trials = 8, .rounds = 2}, 100, [](index) { return 1.0; });
    CHECK(
        rounds[1].points ==
        std::vector<index>(rounds[0].points.begin(), rounds[0].points.begin() + 4));
}

TEST_CASE("a halving that leaves no trial for its last round is refused") {
    CHECK_NOTHROW(successive_halving{}.validate());
    CHECK_NOTHROW(successive_halving{.trials = 4}.validate());
    CHECK(
        refusal([] { successive_halving{.trials = 3}.validate(); }) ==
        "search::successive_halving: trials is 3; it must be at least factor^(rounds - 1), so that "
        "one is left for the last round; factor is 2 and rounds is 3");
    CHECK(refusal([] {
              successive_halving{.rounds = 0}.validate();
          }) == "search::successive_halving: rounds is 0; it must be in [1, 32]");
    CHECK(refusal([] {
              successive_halving{.factor = 1}.validate();
          }) == "search::successive_halving: factor is 1; it must be in [2, 1024]");
    CHECK(
        refusal([] { static_cast<void>(successive_halving{.trials = 12}.next(11, {})); }) ==
        "search::successive_halving: trials is 12; it must be at most 11, the points of the space");
}
