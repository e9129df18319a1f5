#include "coppice/select/budget.hpp"

#include "backend/host.hpp"
#include "core/refusal.hpp"
#include "select/selection.hpp"

#include <random>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {

TEST_CASE_TEMPLATE_DEFINE(
    "a budget takes the fewest of the lowest groups that meet it", Backend, budget_is_exact) {
    std::mt19937 random(1);
    for (int round = 0; round < 30; ++round) {
        const pool of = random_pool(random, 1 + random() % 4, round % 2 == 1);
        const lowest_of sorted(of);
        const auto count = exactly(0);
        const counting<decltype(count)> model{of, count};
        const index whole = model.left(of.pruned()).parameters;
        const index parameters = 1 + static_cast<index>(random() % static_cast<unsigned>(whole));
        const auto parameters_left = [&](index k) {
            return model.left(pool::count_pruned(sorted.without(k))).parameters;
        };
        index k = of.pruned_of_all();
        while (k < of.most_of_all() && parameters_left(k) > parameters) {
            ++k;
        }
        const select::budget limit{.parameters = parameters};
        const selected done = run<Backend>(limit, of, count);
        REQUIRE(done.after.kept() == sorted.without(k));
        REQUIRE(done.pruned == done.after.pruned());
        REQUIRE(
            (done.verdicts[0].why == select::limit::budget) == (parameters_left(k) > parameters));
        const selected by_macs =
            run<Backend>(select::budget{.macs = 10 * parameters + 9}, of, count);
        REQUIRE(by_macs.after.kept() == done.after.kept());
    }
}
TEST_CASE_TEMPLATE_APPLY(budget_is_exact, every_backend);

TEST_CASE_TEMPLATE_DEFINE("a budget that is met takes nothing", Backend, budget_met) {
    const pool of({{1, 2, 3}, {4, 5}});
    const selected done = run<Backend>(select::budget{.parameters = 7}, of, exactly(0));
    CHECK(done.after.kept() == of.kept());
    CHECK(done.verdicts[0].why == select::limit::none);
}
TEST_CASE_TEMPLATE_APPLY(budget_met, every_backend);

TEST_CASE_TEMPLATE_DEFINE("a budget stays within its bounds", Backend, budget_bounds) {
    const pool of({{1, 2, 3, 4}, {5, 6}});
    const selected done =
        run<Backend>(select::budget{.parameters = 4, .most_per_layer = 0.5}, of, exactly(0));
    CHECK(done.pruned == std::vector<index>{2, 1});
    CHECK(done.verdicts[0].why == select::limit::cap);
    const selected missed =
        run<Backend>(select::budget{.parameters = 3, .fewest_left = 2}, of, exactly(0));
    CHECK(missed.pruned == std::vector<index>{2, 0});
    CHECK(missed.verdicts[0].why == select::limit::budget);
}
TEST_CASE_TEMPLATE_APPLY(budget_bounds, every_backend);

TEST_CASE("a budget refuses numbers out of their ranges") {
    CHECK_NOTHROW(select::budget{.macs = 1}.validate());
    CHECK(
        refusal([] { select::budget{}.validate(); }) ==
        "select::budget: number of limits given is 0; it must be at least 1: parameters or macs");
    CHECK(refusal([] {
              select::budget{.parameters = 0}.validate();
          }) == "select::budget: parameters is 0; it must be at least 1");
    CHECK(refusal([] {
              select::budget{.macs = -1}.validate();
          }) == "select::budget: macs is -1; it must be at least 1");
}

} // namespace coppice
