// What the figures of ICE-Pick, ICE-Pruning and the sensitivity scan say of runs that exist.

#include "ice_runs.hpp"
#include "reproduce/ice_network.hpp"
#include "reproduce/ice_pick_rate.hpp"
#include "reproduce/ice_pick_time.hpp"
#include "reproduce/ice_pruning.hpp"
#include "reproduce/sensitivity.hpp"
#include "trainer/sample.hpp"

#include <coppice/recipe/named.hpp>

#include <string>
#include <vector>

#include <doctest/doctest.h>

using reproduce::scale;

namespace {

bool has_text(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// The same runs under another network's or method's name.
std::vector<reproduce::ice_run> renamed(
    std::vector<reproduce::ice_run> runs, const std::string& network, const std::string& from,
    const std::string& to) {
    for (reproduce::ice_run& run : runs) {
        run.network = network;
        run.method = run.method == from ? to : run.method;
    }
    return runs;
}

} // namespace

TEST_CASE("ICE-Pruning stands beside naive pruning and the published speed-up") {
    const reproduce::document made =
        reproduce::describe_ice_pruning(ice_runs::two_seeds(), scale::small);
    REQUIRE(made.sections.size() == 4);
    const std::string table = made.sections[0].table.markdown();
    CHECK(has_text(table, "9.61"));
    CHECK(has_text(table, "82.00 ± 0.00")); // dense
    CHECK(has_text(table, "80.05 ± 0.07")); // naive
    CHECK(has_text(table, "-0.50 ± 0.00")); // against it
    CHECK(has_text(table, "2.33 ± 0.00"));  // 93 s / 40 s
    CHECK(has_text(made.setting, "2 seeds"));
    CHECK(has_text(made.sections[2].table.markdown(), "50.0 ± 0.0")); // answers
    CHECK(has_text(made.sections[2].table.markdown(), "8.3 ± 0.0"));  // 2 s of 24 s
    CHECK(made.sections[3].table.rows() == 4);                        // a tuned run each
    CHECK(made.plot.panels.size() == 2);
    CHECK(made.data_name == "runs");
}

TEST_CASE("the account of the time adds up") {
    const reproduce::document made =
        reproduce::describe_ice_pruning(ice_runs::two_seeds(), scale::small);
    const std::string table = made.sections[1].table.markdown();
    // 93 - 40 (4 retrainings that a fixed rate saves too) - 20 (2 more by Eq. 1) - 6 (freezing)
    // + 9 (rehearsal) + 0 (evaluation) + 4 (tuning) + 0 (pruning) = 40
    for (const char* cell :
         {"| 93.0 ± 0.0 |", "| -40.0 ± 0.0 |", "| -20.0 ± 0.0 |", "| -6.0 ± 0.0 |", "| 9.0 ± 0.0 |",
          "| 4.0 ± 0.0 |", "| 40.0 ± 0.0 |"}) {
        std::string squeezed;
        for (const char letter : table) {
            if (letter != ' ' || squeezed.empty() || squeezed.back() != ' ') {
                squeezed += letter;
            }
        }
        INFO(cell);
        CHECK(has_text(squeezed, cell));
    }
}

TEST_CASE("ICE-Pick's time saved stands beside the published one") {
    const auto runs = renamed(ice_runs::two_seeds(), "ResNet-110", "ICE-Pruning", "ICE-Pick");
    const reproduce::document made = reproduce::describe_ice_pick_time(runs, scale::paper);
    const std::string table = made.sections[0].table.markdown();
    CHECK(has_text(table, "83.9"));
    CHECK(has_text(table, "71.4"));
    CHECK(has_text(table, "57.0 ± 0.0")); // 1 - 40 / 93
    CHECK(has_text(made.setting, "MobileNetV2 on all other training images"));
    const auto ours = renamed(ice_runs::two_seeds(), "ResNet-20", "ICE-Pruning", "ICE-Pick");
    CHECK(has_text(
        reproduce::describe_ice_pick_time(ours, scale::small).sections[0].table.markdown(),
        "| ResNet-20 |"));
}

TEST_CASE("Table 1 stands beside a fixed rate and Eq. 1") {
    std::vector<reproduce::ice_run> runs;
    for (const char* method : {"fixed 30 %", "Eq. 1 30 %", "fixed 70 %", "Eq. 1 70 %"}) {
        reproduce::ice_run run = ice_runs::made(method, 0.6, 1, 800, 7);
        run.network = "ResNet-110";
        runs.push_back(run);
    }
    const reproduce::document made = reproduce::describe_ice_pick_rate(runs, scale::paper);
    const std::string table = made.sections[0].table.markdown();
    CHECK(has_text(table, "90.38 -> 90.67"));
    CHECK(has_text(table, "133 -> 116"));
    CHECK(has_text(table, "80.00"));
    CHECK(has_text(table, " 70 |")); // 7 retrainings, ten times
    CHECK(made.plot.panels.size() == 2);
}

TEST_CASE("a trained network is pruned in copies, tuned and scanned") {
    data::data_set set;
    set.training = sample::spots(120, 12);
    set.test = sample::spots(40, 12, 1, 4, 2);
    reproduce::ice_setting how{
        .model = "resnet8",
        .name = "ResNet-8",
        .training_images = 64,
        .validation_images = 24,
        .epochs = 4};
    how.tuning.search.trials = 2;
    how.tuning.training_images = 16;
    how.tuning.validation_images = 12;
    const reproduce::ice_network network(set, how, 3);
    CHECK(network.dense().total == 40);
    const auto prune = [&] {
        return network.prune("naive", coppice::recipe::naive_iterative(0.5));
    };
    const reproduce::ice_run run = prune();
    CHECK(run.network == "ResNet-8");
    CHECK(run.ratio == 0.5);
    CHECK(run.seed == 3);
    CHECK(run.steps == 3);
    CHECK(run.retrained == 3);
    CHECK(run.dense == network.dense());
    CHECK(run.saved_by_size > 0);
    CHECK(run.saved_by_size < run.spent.retrain);
    CHECK(prune().test == run.test);
    trainer::recipe_options numbers;
    numbers.ratio = 0.5;
    CHECK(network.tune(numbers).report.trials.size() == 2);

    const reproduce::document made = reproduce::describe_sensitivity(
        {{"ResNet-8", {network.scan(), network.scan()}}}, scale::small);
    REQUIRE(made.sections.size() == 1);
    CHECK(made.sections[0].table.rows() == 3);
    CHECK(has_text(made.setting, "2 seeds"));
    CHECK(made.plot.panels[0].lines.size() == 3);
    CHECK(made.data.size() == 6);
}
