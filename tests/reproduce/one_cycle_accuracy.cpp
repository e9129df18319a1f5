#include "reproduce/one_cycle_accuracy.hpp"

#include "reproduce/schedules.hpp"
#include "runs.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

using runs::has;
using runs::run;

namespace {

std::vector<reproduce::pruned_run> all_runs(const std::string& network, int epochs) {
    std::vector<reproduce::pruned_run> all;
    for (const std::uint64_t seed : {1U, 2U}) {
        all.push_back(
            run(network, "dense", 0, epochs, seed, 900 + static_cast<coppice::index>(seed)));
        for (const double target : {0.8, 0.9, 0.95}) {
            coppice::index correct = 500;
            for (const char* const schedule : reproduce::schedule_names) {
                correct += 50;
                all.push_back(run(network, schedule, target, epochs, seed, correct));
            }
        }
    }
    return all;
}

} // namespace

TEST_CASE("Tables 1 and 2 stand beside ours") {
    const reproduce::document made =
        reproduce::describe_schedules(all_runs("ResNet-18", 50), reproduce::scale::paper);
    REQUIRE(made.sections.size() == 4);
    const std::string resnet = made.sections[0].table.markdown();
    const auto row = [](const std::string& table, const char* schedule,
                        const std::vector<std::string>& published) {
        const std::string line = runs::line_with(table, std::string("| ") + schedule);
        for (const std::string& number : published) {
            CHECK(has(line, number));
        }
        return line;
    };
    CHECK(has(row(resnet, "one-shot", {"93.10", "92.42", "91.58"}), "55.00 ± 0.00"));
    CHECK(has(row(resnet, "iterative", {"93.13", "91.72", "87.54"}), "60.00 ± 0.00"));
    CHECK(has(row(resnet, "AGP", {"93.22", "92.85", "92.04"}), "65.00 ± 0.00"));
    CHECK(has(row(resnet, "One-Cycle", {"93.49", "93.31", "92.76"}), "70.00 ± 0.00"));
    CHECK(has(made.sections[0].text, "90.15 ± 0.07"));
    const std::string vgg = made.sections[2].table.markdown();
    row(vgg, "one-shot", {"90.25", "89.82", "89.73"});
    row(vgg, "iterative", {"90.64", "89.76", "81.46"});
    row(vgg, "AGP", {"90.87", "90.67", "90.56"});
    CHECK(has(row(vgg, "One-Cycle", {"90.84", "90.72", "90.67"}), " - |"));
    const std::string leads = made.sections[1].table.markdown();
    CHECK(has(runs::line_with(leads, "one-shot"), "15.00 ± 0.00"));
    CHECK(has(runs::line_with(leads, "AGP"), "5.00 ± 0.00"));
    CHECK(has(made.setting, "2 seeds"));
    CHECK(has(made.setting, "turned by 10 degrees"));
    REQUIRE(made.plot.panels.size() == 1); // a network without runs is not drawn
    CHECK(made.plot.panels[0].lines.size() == 4);
    CHECK(made.data.size() == 26);
    CHECK(made.data_name == "runs");
}

TEST_CASE("the small scale stands beside the paper's residual network") {
    const reproduce::document made = reproduce::describe_schedules({}, reproduce::scale::small);
    REQUIRE(made.sections.size() == 2);
    CHECK(has(made.sections[0].text, "Published for ResNet-18."));
    CHECK(has(made.sections[0].table.markdown(), "92.76"));
    CHECK(has(made.setting, "training images of CIFAR-10"));
}
