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

TEST_CASE("every published saving of ICE-Pick stands beside ours") {
    const auto check = [](const char* network, const char* at_40, const char* at_60) {
        const auto runs = renamed(ice_runs::two_seeds(), network, "ICE-Pruning", "ICE-Pick");
        const std::string table =
            reproduce::describe_ice_pick_time(runs, scale::paper).sections[0].table.markdown();
        CHECK(has_text(table, at_40));
        CHECK(has_text(table, at_60));
    };
    check("ResNet-110", "83.9", "71.4");
    check("ResNet-152", "87.6", "76.9");
    check("MobileNetV2", "74.0", "32.0");
}

TEST_CASE("every row of ICE-Pick's table is there") {
    const auto check = [](const char* network, const std::vector<std::string>& cells) {
        reproduce::ice_run run = ice_runs::made("Eq. 1 30 %", 0.6, 1, 800, 7);
        run.network = network;
        const std::string table =
            reproduce::describe_ice_pick_rate({run}, scale::paper).sections[0].table.markdown();
        for (const std::string& cell : cells) {
            CAPTURE(cell);
            CHECK(has_text(table, cell));
        }
    };
    check("ResNet-110", {"90.38 -> 90.67", "132 -> 102", "90.22 -> 90.55", "133 -> 116"});
    check("ResNet-152", {"90.35 -> 91.35", "196 -> 124", "90.34 -> 90.61", "131 -> 112"});
    check("MobileNetV2", {"89.56 -> 89.26", "21 -> 20", "90.1 -> 89.74", "27 -> 24"});
}

TEST_CASE("at the paper's scale tuning takes 2% of the images, and six of 216 settings") {
    for (const reproduce::ice_setting& how : reproduce::ice_settings(scale::paper)) {
        CHECK(how.batch_size == 128);
        CHECK(how.tuning.training_images == 900);   // of 45,000
        CHECK(how.tuning.validation_images == 100); // of 5,000
        CHECK(how.tuning.search.trials == 6);
        CHECK(how.tuning.grid.space().points() == 216);
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
