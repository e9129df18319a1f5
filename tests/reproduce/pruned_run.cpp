#include "reproduce/pruned_run.hpp"

#include "reproduce/document.hpp"
#include "runs.hpp"

#include <vector>

#include <doctest/doctest.h>

using runs::run;

TEST_CASE("accuracies are gathered over the seeds of a group, and leads seed by seed") {
    const std::vector<reproduce::pruned_run> all = {
        run("net", "AGP", 0.9, 5, 1, 500),      run("net", "AGP", 0.9, 5, 2, 700),
        run("net", "AGP", 0.9, 4, 1, 100),      run("net", "AGP", 0.8, 5, 1, 100),
        run("other", "AGP", 0.9, 5, 1, 10),     run("net", "One-Cycle", 0.9, 5, 1, 550),
        run("net", "One-Cycle", 0.9, 5, 2, 770)};
    const reproduce::run_group agp{"net", "AGP", 0.9, 5};
    const reproduce::run_group one_cycle{"net", "One-Cycle", 0.9, 5};
    const reproduce::statistic accuracy = reproduce::accuracies_of(all, agp);
    CHECK(accuracy.count() == 2);
    CHECK(accuracy.mean() == doctest::Approx(60));
    const reproduce::statistic lead = reproduce::lead_of(all, one_cycle, agp);
    CHECK(lead.count() == 2);
    CHECK(lead.mean() == doctest::Approx(6));
    CHECK(lead.deviation() == doctest::Approx(1.41421)); // of 5 and 7, not of the accuracies
    CHECK(reproduce::count_seeds(all) == "2 seeds");
    const nlohmann::json data = reproduce::to_json(all);
    CHECK(data[1]["seed"] == 2);
    CHECK(data[1]["test"]["correct"] == 700);
    CHECK(data[3]["target"] == 0.8);
}
