#include "reproduce/document.hpp"

#include "curves.hpp"
#include "reproduce/iap_accuracy.hpp"
#include "reproduce/iap_rewind.hpp"
#include "reproduce/statistic.hpp"
#include "runs.hpp"
#include "temporary_directory.hpp"

#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using runs::has;

namespace {

std::vector<reproduce::curve> two_seeds() {
    return {curves::falling("ILP", 1, 200),  curves::falling("IAP", 1, 400),
            curves::falling("AIAP", 1, 300), curves::falling("ILP", 2, 300),
            curves::falling("IAP", 2, 500),  curves::falling("AIAP", 2, 500)};
}

} // namespace

TEST_CASE("the published figures stand beside ours, with mean and spread over seeds") {
    const reproduce::document made = reproduce::describe_accuracy(
        two_seeds(), reproduce::lenet_300_100(reproduce::scale::paper));
    REQUIRE(made.sections.size() == 5);
    const std::string table = made.sections[0].table.markdown();
    CHECK(has(table, "97.34 ± 0.20"));
    CHECK(has(table, "90.00 ± 0.00")); // dense
    for (const char* published : {"44.59", "68.05", "66.97"}) {
        CHECK(has(table, published));
    }
    // 1.23% lies at 87.7 of the 90 parameters between rounds 2 and 3.
    const double down = (100 - 12.3) / 90;
    reproduce::statistic expected;
    expected.add(80 - 60 * down);
    expected.add(80 - 50 * down);
    CHECK(has(table, expected.text()));
    CHECK(has(made.setting, "2 seeds"));
    CHECK(has(made.setting, "rises by 0.01"));
    CHECK(has(made.setting, "Nesterov Adam at 0.0012, batches of 60, six epochs"));
    const std::string work = made.sections[3].table.markdown();
    for (const char* published : {" 1.95 ", " 1.5 ", " 1.6 "}) {
        CHECK(has(work, published));
    }
    CHECK(has(
        reproduce::describe_accuracy(two_seeds(), reproduce::lenet_300_100(reproduce::scale::small))
            .setting,
        "10,000 training images"));
    CHECK(made.plot.panels[0].lines.size() == 3);
    const std::string counts = made.sections[4].table.markdown();
    CHECK(has(counts, "50.00 %")); // masked after a round
    CHECK(has(counts, "25.00 %")); // shrunk
}

TEST_CASE("where everything is, and why there is no plot") {
    reproduce::options chosen;
    chosen.output = "results/tickets";
    CHECK(
        reproduce::whereabouts(chosen, {.drawn = true, .reason = {}, .script = {}}) ==
        "\nDocument, data and plot are in results/tickets\n");
    CHECK(
        reproduce::whereabouts(
            chosen, {.drawn = false, .reason = "gnuplot is not installed", .script = {}}) ==
        "\nDocument and data are in results/tickets; there is no plot: gnuplot is not "
        "installed\n");
}

TEST_CASE("LeNet-5 stands beside its own published figures, and two ways to rewind side by side") {
    std::vector<reproduce::curve> curves = two_seeds();
    curves.push_back(curves::falling("IAP, rate rewound", 1, 300));
    const reproduce::document made =
        reproduce::describe_accuracy(curves, reproduce::lenet_5(reproduce::scale::paper));
    const std::string table = made.sections[0].table.markdown();
    for (const char* published : {"69.57 ± 0.61", "42.04", "63.66", "58.27"}) {
        CHECK(has(table, published));
    }
    const std::string smaller = made.sections[2].table.markdown();
    for (const char* published : {"2.42", "2.55", "3.95", "4.77", "7.75", "15.88"}) {
        CHECK(has(smaller, published));
    }
    CHECK(has(runs::line_with(smaller, "| ILP"), " 2.00 ± 0.00 ")); // a point lost in a round
    CHECK(has(runs::line_with(smaller, "| IAP, rate rewound"), "4.20"));
    CHECK(has(made.setting, "Nesterov Adam at 2e-04, batches of 60, 24 epochs"));
    CHECK(has(made.setting, "back to the weights of epoch 22 and retrains for two"));
}

TEST_CASE("ResNet-50's published figures stand beside a smaller network's, which says so") {
    const std::vector<reproduce::curve> curves = two_seeds();
    const reproduce::document paper =
        reproduce::describe_accuracy(curves, reproduce::resnet_50(reproduce::scale::paper));
    const std::string table = paper.sections[0].table.markdown();
    for (const char* published : {"75.54", "41.17", "70.33", "71.9"}) {
        CHECK(has(table, published));
    }
    for (const char* published : {"1.13", "1.11", "1.25", "1.17", "1.71"}) {
        CHECK(has(paper.sections[2].table.markdown(), published));
    }
    for (const char* published : {"1.05", "1.33"}) {
        CHECK(has(paper.sections[3].table.markdown(), published));
    }
    CHECK(has(paper.sections[0].text, "45.37 %"));
    CHECK(!has(paper.sections[0].text, "published"));
    CHECK(has(
        paper.setting,
        "Nesterov SGD at 0.4 after a rise over 9 % of the training, a tenth of it from epoch 30, "
        "60 and 80 on each, batches of 1,024, 90 epochs; each round goes back to the learning rate "
        "of epoch 80 and retrains for 10. 5 % of a layer's filters go in each of the first 4 "
        "rounds, then 20 %"));
    const reproduce::document small =
        reproduce::describe_accuracy(curves, reproduce::resnet_50(reproduce::scale::small));
    CHECK(has(small.sections[0].table.markdown(), "75.54"));
    CHECK(has(small.sections[0].text, "58.00 %"));
    CHECK(has(small.sections[0].text, "of ResNet-50, where 45.37 % are left"));
    CHECK(small.sections[1].table.rows() == 8); // from 95 to 58%
}

TEST_CASE("a method that does not come down to a size leaves its place empty") {
    std::vector<reproduce::curve> curves = two_seeds();
    curves[2].points.pop_back();
    curves[5].points.pop_back();
    const reproduce::document made =
        reproduce::describe_accuracy(curves, reproduce::lenet_300_100(reproduce::scale::small));
    std::istringstream lines(made.sections[0].table.markdown());
    std::string line;
    while (std::getline(lines, line) && !has(line, "AIAP")) {
    }
    CHECK(has(line, " - |"));
}

TEST_CASE("accuracy and stability are tabled over the rewind point") {
    std::vector<reproduce::curve> curves;
    curves.reserve(6);
    for (int epoch = 0; epoch < 6; ++epoch) {
        curves.push_back(curves::falling(std::to_string(epoch), 1, 200 + 100 * epoch));
    }
    const reproduce::document made = reproduce::describe_rewinding(curves, reproduce::scale::small);
    REQUIRE(made.sections.size() == 2);
    CHECK(made.sections[0].table.rows() == 6);
    CHECK(has(made.sections[0].table.markdown(), "83 %")); // epoch 5 of 6
    REQUIRE(made.plot.panels.size() == 2);
    CHECK(made.plot.panels[1].lines.size() == 3);
    CHECK(made.plot.panels[0].lines[0].x.size() == 6);
    CHECK(has(made.setting, "1 seed."));
}

TEST_CASE("document and data are written") {
    const temporary_directory here;
    reproduce::options chosen;
    chosen.figure = "iap-accuracy";
    chosen.seeds = {4, 5};
    chosen.output = here / "new";
    reproduce::write(
        reproduce::describe_accuracy(
            two_seeds(), reproduce::lenet_300_100(reproduce::scale::small)),
        chosen);
    CHECK(
        has(content_of(chosen.output / "iap-accuracy.md"),
            "coppice-reproduce iap-accuracy --scale small --seeds 4,5"));
    const auto data = nlohmann::json::parse(content_of(chosen.output / "iap-accuracy.json"));
    CHECK(data["curves"].size() == 6);
    CHECK(data["curves"][0]["method"] == "ILP");
    CHECK(data["curves"][0]["points"][1]["masked"]["parameters"] == 500);
    CHECK(data["curves"][0]["points"][1]["shrunk"]["parameters"] == 250);
}
