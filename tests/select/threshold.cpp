#include "coppice/select/threshold.hpp"

#include "backend/host.hpp"
#include "core/refusal.hpp"
#include "select/selection.hpp"

#include <algorithm>
#include <limits>
#include <random>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {

TEST_CASE_TEMPLATE_DEFINE(
    "a threshold takes every group that is not above it", Backend, threshold_takes) {
    std::mt19937 random(1);
    for (int round = 0; round < 40; ++round) {
        const pool of = random_pool(random, 1 + random() % 4, round % 2 == 1);
        const double value = troublesome(random);
        const selected done = run<Backend>(select::threshold{value}, of, exactly(0));
        for (std::size_t t = 0; t < of.tensors(); ++t) {
            index due = of.pruned()[t];
            for (std::size_t g = 0; g < of.scores()[t].size(); ++g) {
                due += of.kept()[t][g] && of.scores()[t][g] <= value ? 1 : 0;
            }
            const index expected = std::max(of.pruned()[t], std::min(due, of.most()[t]));
            REQUIRE(done.pruned[t] == expected);
            REQUIRE(done.verdicts[t].asked == due);
            REQUIRE((done.verdicts[t].why == select::limit::none) == (expected == due));
            REQUIRE(done.after.kept()[t] == lowest_of(of.only(t)).without(expected)[0]);
        }
    }
}
TEST_CASE_TEMPLATE_APPLY(threshold_takes, every_backend);

TEST_CASE_TEMPLATE_DEFINE(
    "of a tensor that would be emptied, the highest score stays", Backend, threshold_leaves_one) {
    const selected done = run<Backend>(select::threshold{5}, pool({{1, 3, 2}, {4, 4}}), exactly(0));
    CHECK(done.after.kept() == kept_bits{{false, true, false}, {false, true}});
    CHECK(done.verdicts[0].why == select::limit::one_left);
}
TEST_CASE_TEMPLATE_APPLY(threshold_leaves_one, every_backend);

TEST_CASE_TEMPLATE_DEFINE(
    "a threshold is told of NaN, whatever else is due", Backend, threshold_refuses_nan) {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    for (const double highest : {0.5, 5.0}) { // nothing else is due, or all
        Backend backend;
        pool of({{1, 2}, {nan, nan}});
        auto candidates = of.candidates();
        std::vector<std::byte> workspace(static_cast<std::size_t>(Backend::select_workspace(2, 4)));
        std::vector<index> pruned(2);
        std::vector<select::verdict> verdicts(2);
        const select::not_a_number fault = select::threshold{highest}.prune(
            backend,
            select::work<score::stored>{candidates, pruned, verdicts, 4, workspace.data(), {}},
            counting<decltype(exactly(0))>{of, exactly(0)});
        CHECK(fault.tensor == 1);
        CHECK(fault.group == 0);
        CHECK(of.kept() == kept_bits{{true, true}, {true, true}});
    }
}
TEST_CASE_TEMPLATE_APPLY(threshold_refuses_nan, every_backend);

TEST_CASE("a threshold is a number") {
    CHECK_NOTHROW(select::threshold{-1}.validate());
    CHECK(refusal([] {
              select::threshold{std::numeric_limits<double>::quiet_NaN()}.validate();
          }) == "select::threshold: value is nan; it must be a number");
}

} // namespace coppice
