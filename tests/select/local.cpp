#include "coppice/select/local.hpp"

#include "backend/host.hpp"
#include "coppice/core/count.hpp"
#include "select/selection.hpp"

#include <algorithm>
#include <limits>
#include <random>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {
TEST_CASE_TEMPLATE_DEFINE(
    "local takes the same share of every tensor, exactly", Backend, local_takes_share) {
    std::mt19937 random(1);
    for (int round = 0; round < 5; ++round) {
        const pool of = random_pool(random, 1 + random() % 4, round % 2 == 1);
        for (int percent = 0; percent <= 100; percent += 5) {
            const double share = percent / 100.0;
            const selected done = run<Backend>(select::local{}, of, [&](index groups, index) {
                return floor_share(share, groups);
            });
            for (std::size_t t = 0; t < of.tensors(); ++t) {
                const index k =
                    std::max(of.pruned()[t], std::min(of.groups(t) * percent / 100, of.most()[t]));
                REQUIRE(done.after.kept()[t] == lowest_of(of.only(t)).without(k)[0]);
                REQUIRE(done.pruned[t] == k);
            }
        }
    }
}
TEST_CASE_TEMPLATE_APPLY(local_takes_share, every_backend);

TEST_CASE_TEMPLATE_DEFINE("local counts tensor by tensor", Backend, local_counts_each) {
    pool of({{1, 2, 3}, {4, 5}});
    of.set(0, 1, false);
    std::vector<std::pair<index, index>> asked;
    run<Backend>(select::local{}, of, [&](index groups, index gone) {
        asked.emplace_back(groups, gone);
        return index{1};
    });
    CHECK(asked == std::vector<std::pair<index, index>>{{3, 1}, {2, 0}});
}
TEST_CASE_TEMPLATE_APPLY(local_counts_each, every_backend);

namespace {

/// Asks tensor t for t + 1 groups more.
struct counts_each_otherwise {
    [[nodiscard]] index operator()(index groups, index /*gone*/) const { return groups; }
    [[nodiscard]] index of_tensor(std::size_t tensor, index /*groups*/, index gone) const {
        return gone + static_cast<index>(tensor) + 1;
    }
};

} // namespace

TEST_CASE_TEMPLATE_DEFINE(
    "local asks a counter that knows tensors for each of them", Backend, local_asks_each) {
    pool of({{1, 2, 3}, {4, 5, 6, 7}});
    of.set(0, 0, false);
    Backend backend;
    auto candidates = of.candidates();
    std::vector<index> pruned(2);
    std::vector<select::verdict> verdicts(2);
    std::vector<std::byte> workspace(
        static_cast<std::size_t>(Backend::select_workspace(2, of.groups())));
    const select::work<score::stored> on{candidates, pruned, verdicts, 7, workspace.data(), {}};
    CHECK_FALSE(select::local{}.prune(backend, on, counts_each_otherwise{}).found());
    CHECK(pruned == std::vector<index>{2, 2});
    CHECK(of.kept() == kept_bits{{false, false, true}, {false, false, true, true}});
}
TEST_CASE_TEMPLATE_APPLY(local_asks_each, every_backend);

TEST_CASE_TEMPLATE_DEFINE(
    "local never empties a tensor and never gives back", Backend, local_leaves_one) {
    const pool of({{1, 1, 1}, {9}, {6, 5}});
    const selected all = run<Backend>(select::local{}, of, exactly(3));
    CHECK(all.after.kept() == kept_bits{{false, false, true}, {true}, {true, false}});
    CHECK(all.pruned == std::vector<index>{2, 0, 1});
    const selected fewer = run<Backend>(select::local{}, all.after, exactly(0));
    CHECK(fewer.after.kept() == all.after.kept());
    CHECK(fewer.pruned == std::vector<index>{2, 0, 1});
}
TEST_CASE_TEMPLATE_APPLY(local_leaves_one, every_backend);

TEST_CASE_TEMPLATE_DEFINE("local takes ties by the lowest index", Backend, local_breaks_ties) {
    const selected done = run<Backend>(
        select::local{}, pool({{2, 1, 2, 1, 2}, std::vector<double>(4, 0.0)}), exactly(3));
    CHECK(
        done.after.kept() ==
        kept_bits{{false, false, true, false, true}, {false, false, false, true}});
}
TEST_CASE_TEMPLATE_APPLY(local_breaks_ties, every_backend);

TEST_CASE_TEMPLATE_DEFINE("local says what came between", Backend, local_says_why) {
    const pool of({{1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 2}, {3}});
    const selected done = run<Backend>(select::local{.multiple = 4}, of, exactly(4));
    CHECK(done.pruned == std::vector<index>{5, 0, 0});
    CHECK(done.verdicts[0].asked == 4);
    CHECK(done.verdicts[0].why == select::limit::multiple);
    CHECK(done.verdicts[1].why == select::limit::multiple);
    const selected all = run<Backend>(select::local{}, of, exactly(2));
    CHECK(all.pruned == std::vector<index>{2, 1, 0});
    CHECK(all.verdicts[0].why == select::limit::none);
    CHECK(all.verdicts[1].asked == 2);
    CHECK(all.verdicts[1].why == select::limit::one_left);
}
TEST_CASE_TEMPLATE_APPLY(local_says_why, every_backend);

TEST_CASE_TEMPLATE_DEFINE("local ignores a NaN in what is pruned", Backend, local_ignores_nan) {
    pool of({{std::numeric_limits<double>::quiet_NaN(), 2, 3}, {4, 5}});
    of.set(0, 0, false);
    const selected done = run<Backend>(select::local{}, of, exactly(2));
    CHECK(done.after.kept() == kept_bits{{false, false, true}, {false, true}});
}
TEST_CASE_TEMPLATE_APPLY(local_ignores_nan, every_backend);

} // namespace coppice
