#include "reproduce/one_cycle_budget.hpp"

#include "reproduce/cifar.hpp"
#include "reproduce/schedules.hpp"
#include "runs.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

using reproduce::budget_for;
using runs::has;

TEST_CASE("the budget for an accuracy lies on the straight line between two") {
    const std::vector<reproduce::budget_point> points = {{2, 30}, {4, 50}, {6, 40}, {8, 70}};
    CHECK(budget_for(points, 20) == 2.0);
    CHECK(budget_for(points, 30) == 2.0);
    CHECK(*budget_for(points, 35) == doctest::Approx(2.5));
    CHECK(budget_for(points, 50) == 4.0); // the first time
    CHECK(*budget_for(points, 55) == doctest::Approx(7));
    CHECK(budget_for(points, 70) == 8.0);
    CHECK_FALSE(budget_for(points, 70.1));
    CHECK_FALSE(budget_for({}, 1));
}

TEST_CASE("budgets are told in One-Cycle's, and who comes to none is told apart") {
    const std::string network = reproduce::residual_setting(reproduce::scale::paper).name;
    std::vector<reproduce::pruned_run> all;
    const std::vector<int> budgets = {10, 20, 30, 50, 75, 100, 150, 200};
    for (const std::uint64_t seed : {1U, 2U}) {
        for (const int epochs : budgets) {
            const auto add = [&](const char* schedule, coppice::index correct) {
                all.push_back(runs::run(network, schedule, 0.95, epochs, seed, correct));
            };
            add("one-shot", epochs >= 75 ? 900 : 800);
            add("iterative", seed == 1 && epochs == 200 ? 910 : 700);
            add("AGP", epochs >= 30 ? 900 : 800);
            add("One-Cycle", epochs >= 30 ? 900 : 800);
        }
    }
    const reproduce::document made = reproduce::describe_budgets(all, reproduce::scale::paper);
    REQUIRE(made.sections.size() == 2);
    const std::string table = made.sections[0].table.markdown();
    const std::string one_shot = runs::line_with(table, "| one-shot");
    CHECK(has(one_shot, " 2.5 "));  // published
    CHECK(has(one_shot, " 2.50 ")); // 75 of 30 epochs
    CHECK(has(one_shot, "75.0 ± 0.0"));
    const std::string iterative = runs::line_with(table, "| iterative");
    CHECK(has(iterative, " 4 "));
    CHECK(has(iterative, "more than 6.67"));
    CHECK(has(iterative, "more than 200"));
    CHECK(has(iterative, "(1 of 2)"));
    CHECK(has(runs::line_with(table, "| AGP"), " 1 ")); // published
    CHECK(has(runs::line_with(table, "| AGP"), " 1.00 "));
    CHECK(has(runs::line_with(table, "| One-Cycle"), " 1.00 "));
    CHECK(has(made.sections[0].text, "90.00% at 95% sparsity"));
    CHECK(made.sections[1].table.rows() == budgets.size());
    CHECK(made.plot.panels[0].lines[0].x.size() == budgets.size());
}

TEST_CASE("at the small scale One-Cycle's own accuracy is asked for") {
    const std::string network = reproduce::residual_setting(reproduce::scale::small).name;
    std::vector<reproduce::pruned_run> all;
    for (const int epochs : {2, 3, 4}) {
        all.push_back(runs::run(network, "One-Cycle", 0.95, epochs, 1, 100 * epochs));
        all.push_back(runs::run(network, "AGP", 0.95, epochs, 1, 100 * epochs - 50));
    }
    const reproduce::document made = reproduce::describe_budgets(all, reproduce::scale::small);
    const std::string table = made.sections[0].table.markdown();
    CHECK(has(made.sections[0].text, "30.00%"));
    CHECK(has(runs::line_with(table, "| One-Cycle"), " 3.0 "));
    CHECK(has(runs::line_with(table, "| AGP"), " 1.17 ")); // 3.5 of 3 epochs
}
