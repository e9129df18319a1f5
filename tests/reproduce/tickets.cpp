#include "reproduce/tickets.hpp"

#include "reproduce/schedules.hpp"
#include "runs.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

using runs::has;

TEST_CASE("Table 4 stands beside ours, and what the line between two copies says") {
    std::vector<reproduce::ticket_run> all;
    std::vector<reproduce::pruned_run> dense;
    for (const std::uint64_t seed : {1U, 2U}) {
        dense.push_back(runs::run("net", "dense", 0, 3, seed, 600));
        coppice::index correct = 300;
        for (const char* const schedule : reproduce::schedule_names) {
            correct += 20;
            all.push_back(
                {schedule,
                 seed,
                 0.95,
                 0.9499,
                 {correct, 1000},
                 {{0, {90, 100}}, {0.5, {70, 100}}, {1, {80, 100}}},
                 {{0, {90, 100}}, {0.5, {10, 100}}, {1, {80, 100}}}});
        }
    }
    const reproduce::document made =
        reproduce::describe_tickets(all, dense, reproduce::scale::small);
    REQUIRE(made.sections.size() == 2);
    const std::string accuracies = made.sections[0].table.markdown();
    const auto row = [&](const char* schedule, const char* published, const char* ours) {
        const std::string line = runs::line_with(accuracies, std::string("| ") + schedule);
        CHECK(has(line, published));
        CHECK(has(line, ours));
        CHECK(has(line, "94.99 ± 0.00"));
    };
    row("one-shot", "72.2", "32.00 ± 0.00");
    row("iterative", "85.8", "34.00 ± 0.00");
    row("AGP", "86.1", "36.00 ± 0.00");
    row("One-Cycle", "89.2", "38.00 ± 0.00");
    CHECK(has(runs::line_with(accuracies, "| dense"), "60.00 ± 0.00"));
    const std::string line = runs::line_with(made.sections[1].table.markdown(), "| AGP");
    CHECK(has(line, "15.00 ± 0.00")); // ends, and 30 - 15
    CHECK(has(line, "30.00 ± 0.00"));
    CHECK(has(line, "90.00 ± 0.00"));
    CHECK(has(line, "75.00 ± 0.00"));
    REQUIRE(made.plot.panels.size() == 2);
    REQUIRE(made.plot.panels[0].lines.size() == 4);
    CHECK(made.plot.panels[0].lines[0].x == std::vector<double>{0, 0.5, 1});
    CHECK(made.plot.panels[1].lines[0].y[1] == doctest::Approx(90));
    CHECK(made.data["tickets"].size() == 8);
    CHECK(made.data["tickets"][0]["recomputed"][1]["answers"]["correct"] == 70);
    CHECK(made.data["dense"][1]["seed"] == 2);
    CHECK(has(made.setting, "2 seeds"));
}
