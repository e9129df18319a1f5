#include "coppice/search/random.hpp"

#include "core/refusal.hpp"

#include <set>
#include <vector>

#include <doctest/doctest.h>

using random_search = coppice::search::random; // ::random is another

TEST_CASE("a random search tries as many points as asked, none of them twice, then ends") {
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        for (const int trials : {1, 6, 216}) {
            const random_search search{.trials = trials, .seed = seed};
            const coppice::search::round sampled = search.next(216, {});
            CHECK(sampled.share == 1);
            const std::set<coppice::index> different(sampled.points.begin(), sampled.points.end());
            REQUIRE(static_cast<int>(sampled.points.size()) == trials);
            REQUIRE(static_cast<int>(different.size()) == trials);
            CHECK(*different.begin() >= 0);
            CHECK(*different.rbegin() < 216);
            CHECK(search.next(216, std::vector<coppice::search::tried>(6)).points.empty());
        }
    }
    CHECK(random_search{}.trials == 6); // the paper's
}

TEST_CASE("the same seed tries the same points, another seed others") {
    std::set<std::vector<coppice::index>> samples;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const random_search search{.trials = 6, .seed = seed};
        CHECK(search.next(216, {}).points == search.next(216, {}).points);
        samples.insert(search.next(216, {}).points);
    }
    CHECK(samples.size() == 20);
}

TEST_CASE("trials of a random search are at least one and at most the points") {
    CHECK_NOTHROW(random_search{}.validate());
    CHECK(refusal([] {
              random_search{.trials = 0}.validate();
          }) == "search::random: trials is 0; it must be at least 1");
    CHECK(refusal([] {
              static_cast<void>(random_search{.trials = 7}.next(6, {}));
          }) == "search::random: trials is 7; it must be at most 6, the points of the space");
    CHECK(random_search{.trials = 6}.next(6, {}).points.size() == 6);
}
