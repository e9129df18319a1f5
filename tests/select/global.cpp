#include "coppice/select/global.hpp"

#include "backend/host.hpp"
#include "core/refusal.hpp"
#include "select/selection.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {
TEST_CASE_TEMPLATE_DEFINE(
    "global takes the lowest of all tensors, for every count", Backend, global_takes_lowest) {
    std::mt19937 random(1);
    for (int round = 0; round < 5; ++round) {
        const pool of = random_pool(random, 1 + random() % 4, round % 2 == 1);
        const lowest_of sorted(of);
        for (index k = of.pruned_of_all(); k <= of.most_of_all(); ++k) {
            const selected done = run<Backend>(select::global{}, of, exactly(k));
            REQUIRE(done.after.kept() == sorted.without(k));
            REQUIRE(done.pruned == done.after.pruned());
            REQUIRE(done.after.pruned_of_all() == k);
        }
    }
}
TEST_CASE_TEMPLATE_APPLY(global_takes_lowest, every_backend);

TEST_CASE_TEMPLATE_DEFINE("global counts over all tensors at once", Backend, global_counts_once) {
    pool of({{1, 2, 3}, {4, 5}});
    of.set(0, 1, false);
    std::vector<std::pair<index, index>> asked;
    run<Backend>(select::global{}, of, [&](index groups, index gone) {
        asked.emplace_back(groups, gone);
        return index{2};
    });
    CHECK(asked == std::vector<std::pair<index, index>>{{5, 1}});
}
TEST_CASE_TEMPLATE_APPLY(global_counts_once, every_backend);

TEST_CASE_TEMPLATE_DEFINE(
    "global never empties a tensor and never gives back", Backend, global_leaves_one) {
    pool of({{1, 1, 1}, {9}, {5, 6}});
    of.set(0, 2, false);
    const selected all = run<Backend>(select::global{}, of, exactly(6));
    CHECK(all.after.kept() == kept_bits{{false, true, false}, {true}, {false, true}});
    CHECK(all.pruned == std::vector<index>{2, 0, 1});
    const selected fewer = run<Backend>(select::global{}, all.after, exactly(1));
    CHECK(fewer.after.kept() == all.after.kept());
    CHECK(fewer.pruned == std::vector<index>{2, 0, 1});
}
TEST_CASE_TEMPLATE_APPLY(global_leaves_one, every_backend);

TEST_CASE_TEMPLATE_DEFINE(
    "what a capped layer may not lose, the others lose instead", Backend, global_caps) {
    const pool of({std::vector<double>(10, 1.0), std::vector<double>(10, 2.0)});
    const selected half = run<Backend>(select::global{.most_per_layer = 0.5}, of, exactly(8));
    CHECK(half.pruned == std::vector<index>{5, 3});
    CHECK(half.most == std::vector<index>{5, 5});
    const selected more = run<Backend>(select::global{.most_per_layer = 0.5}, of, exactly(19));
    CHECK(more.pruned == std::vector<index>{5, 5});
}
TEST_CASE_TEMPLATE_APPLY(global_caps, every_backend);

TEST_CASE_TEMPLATE_DEFINE(
    "a cap is an exact share of a layer's groups, for every count", Backend, global_caps_exactly) {
    std::mt19937 random(2);
    for (const double share : {0.29, 0.55, 0.9}) {
        std::vector<std::vector<double>> scores;
        for (const std::size_t groups : {100U, 7U, 64U, 1U}) {
            scores.emplace_back(groups);
            for (double& score : scores.back()) {
                score = troublesome(random);
            }
        }
        const pool of(scores);
        pool capped = of;
        for (std::size_t t = 0; t < of.tensors(); ++t) {
            const auto percent = static_cast<index>(std::lround(share * 100));
            capped.cap(t, std::min(of.groups(t) * percent / 100, of.groups(t) - 1));
        }
        const lowest_of sorted(capped);
        for (index k = 0; k <= of.groups(); ++k) {
            const selected done =
                run<Backend>(select::global{.most_per_layer = share}, of, exactly(k));
            REQUIRE(done.after.kept() == sorted.without(std::min(k, capped.most_of_all())));
            REQUIRE(done.pruned == done.after.pruned());
            REQUIRE(done.most == capped.most());
        }
    }
}
TEST_CASE_TEMPLATE_APPLY(global_caps_exactly, every_backend);

TEST_CASE_TEMPLATE_DEFINE(
    "a layer that has lost more than its cap keeps what it has", Backend, global_keeps_beyond_cap) {
    pool of({{1, 2, 3, 4}, {5, 6, 7, 8}});
    for (const index g : {0, 1, 2}) {
        of.set(0, g, false);
    }
    const selected done = run<Backend>(select::global{.most_per_layer = 0.5}, of, exactly(5));
    CHECK(done.after.kept() == kept_bits{{false, false, false, true}, {false, false, true, true}});
    CHECK(done.pruned == std::vector<index>{3, 2});
}
TEST_CASE_TEMPLATE_APPLY(global_keeps_beyond_cap, every_backend);

TEST_CASE_TEMPLATE_DEFINE(
    "global respects the caller's limit on a layer", Backend, global_respects_most) {
    pool of({{1, 2, 3}, {4, 5, 6}});
    of.cap(0, 1);
    const selected done = run<Backend>(select::global{}, of, exactly(3));
    CHECK(done.after.kept() == kept_bits{{false, true, true}, {false, false, true}});
}
TEST_CASE_TEMPLATE_APPLY(global_respects_most, every_backend);

TEST_CASE_TEMPLATE_DEFINE("global ignores a NaN in what is pruned", Backend, global_ignores_nan) {
    pool of({{std::numeric_limits<double>::quiet_NaN(), 2, 3}, {4, 5}});
    of.set(0, 0, false);
    const selected done = run<Backend>(select::global{}, of, exactly(2));
    CHECK(done.after.kept() == kept_bits{{false, false, true}, {true, true}});
}
TEST_CASE_TEMPLATE_APPLY(global_ignores_nan, every_backend);

TEST_CASE_TEMPLATE_DEFINE(
    "global rounds what each tensor keeps, and empties none", Backend, global_rounds) {
    std::mt19937 random(7);
    for (int round = 0; round < 20; ++round) {
        const pool of = random_pool(random, 1 + random() % 4, round % 2 == 1);
        const index multiple = 2 + static_cast<index>(random() % 9);
        for (index k = of.pruned_of_all(); k <= of.most_of_all(); k += 7) {
            const selected plain = run<Backend>(select::global{}, of, exactly(k));
            const selected done =
                run<Backend>(select::global{.multiple = multiple}, of, exactly(k));
            const auto candidates = pool(of).candidates();
            for (std::size_t t = 0; t < of.tensors(); ++t) {
                const index expected = select::rounded(candidates[t], plain.pruned[t], multiple);
                REQUIRE(done.pruned[t] == expected);
                REQUIRE(done.after.kept()[t] == lowest_of(of.only(t)).without(expected)[0]);
                REQUIRE(done.verdicts[t].asked == plain.pruned[t]);
                REQUIRE(
                    (done.verdicts[t].why == select::limit::multiple) ==
                    (expected != plain.pruned[t]));
            }
        }
    }
}
TEST_CASE_TEMPLATE_APPLY(global_rounds, every_backend);

TEST_CASE_TEMPLATE_DEFINE("global leaves a layer its fewest", Backend, global_leaves_fewest) {
    const pool of({{1, 2, 3, 4}, {5, 6, 7, 8, 9, 10}});
    const selected done = run<Backend>(select::global{.fewest_left = 3}, of, exactly(4));
    CHECK(done.pruned == std::vector<index>{1, 3});
    CHECK(done.verdicts[0].why == select::limit::cap);
    CHECK(refusal([] {
              select::global{.fewest_left = 0}.validate();
          }) == "select::global: fewest_left is 0; it must be at least 1");
}
TEST_CASE_TEMPLATE_APPLY(global_leaves_fewest, every_backend);

TEST_CASE("a layer's cap is a share above 0") {
    CHECK_NOTHROW(select::global{}.validate());
    CHECK_NOTHROW(select::global{.most_per_layer = 1e-9}.validate());
    CHECK(refusal([] {
              select::global{.most_per_layer = 0}.validate();
          }) == "select::global: most_per_layer is 0; it must be in (0, 1]");
    for (const double bad : {-0.5, 1.0001, std::numeric_limits<double>::quiet_NaN()}) {
        CHECK_THROWS_AS(select::global{.most_per_layer = bad}.validate(), error);
    }
}

} // namespace coppice
