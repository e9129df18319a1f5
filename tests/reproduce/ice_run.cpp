#include "reproduce/ice_run.hpp"

#include "ice_runs.hpp"
#include "reproduce/document.hpp"

#include <doctest/doctest.h>

using ice_runs::made;

namespace {

double seconds(const reproduce::ice_run& run) {
    return run.total();
}

} // namespace

TEST_CASE("a run's time is that of its parts, tuning included") {
    reproduce::ice_run run = made("naive", 0.4, 1, 800, 9);
    CHECK(run.total() == doctest::Approx(9 * 10 + 3));
    run.tuning = 7;
    CHECK(run.total() == doctest::Approx(100));
    CHECK(run.per_retraining() == doctest::Approx(10));
    run.retrained = 0;
    CHECK(run.per_retraining() == 0);
}

TEST_CASE("numbers are taken over the seeds of one network, method and ratio") {
    const auto runs = ice_runs::two_seeds();
    CHECK(reproduce::over_seeds(runs, {"ResNet-20", "naive", 0.4}, seconds).count() == 2);
    CHECK(reproduce::over_seeds(runs, {"ResNet-20", "naive", 0.5}, seconds).count() == 0);
    CHECK(reproduce::networks_of(runs) == std::vector<std::string>{"ResNet-20"});
    CHECK(reproduce::ratios_of(runs, "ResNet-20") == std::vector<double>{0.4, 0.6});
    CHECK(reproduce::count_seeds(runs) == "2 seeds");
}

TEST_CASE("a method is compared with another of the same seed") {
    const auto runs = ice_runs::two_seeds();
    const auto lead = reproduce::against(
        runs, {"ResNet-20", "ICE-Pruning", 0.4}, "naive",
        [](const reproduce::ice_run& run, const reproduce::ice_run& base) {
            return run.test.percent() - base.test.percent();
        });
    CHECK(lead.count() == 2);
    CHECK(lead.mean() == doctest::Approx(-0.5));
    CHECK(lead.deviation() == doctest::Approx(0));
}

TEST_CASE("every number of a run is in the data") {
    const auto data = reproduce::to_json(ice_runs::two_seeds());
    REQUIRE(data.size() == 12);
    CHECK(data[0]["method"] == "naive");
    CHECK(data[0]["test"]["correct"] == 800);
    CHECK(data[0]["seconds"]["retrain"] == 90);
    CHECK(data[0]["retrained"] == 9);
}
