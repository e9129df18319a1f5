#include "trainer/sensitivity.hpp"

#include "sample.hpp"

#include <string>

#include <doctest/doctest.h>

namespace {

/// Two layers of 10 filters at two ratios, of a network with 90 of 100 answers right.
trainer::sensitivity_scan made_up() {
    trainer::sensitivity_scan made{.seed = 4, .names = {"first", "second"}, .report = {}};
    made.report.original = {90, 100};
    made.report.layers = {
        {.layer = 1, .groups = 10, .points = {{0.2, 2, {89, 100}}, {0.4, 4, {70, 100}}}},
        {.layer = 3, .groups = 10, .points = {{0.2, 2, {80, 100}}, {0.4, 4, {60, 100}}}}};
    return made;
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("the scan leaves the network as it is and names the layers that can be pruned") {
    const nn::model dense = nn::make_model("resnet8", {1, 12, 12}, 4, 1);
    const nn::network_state weights = dense.net.state();
    const trainer::sensitivity_scan made =
        trainer::scan_sensitivity(dense, sample::split(12), {.batch_size = 8, .seed = 2});
    CHECK(made.seed == 2);
    REQUIRE(made.names.size() == 3); // conv1 of each block
    CHECK(made.names[0] == "stage1.block1.conv1");
    CHECK(made.report.original.total == 24);
    for (const auto& layer : made.report.layers) {
        CHECK(layer.points.size() == trainer::scanned_ratios().size());
        CHECK(layer.points.back().pruned == coppice::ceil_share(0.9, layer.groups));
    }
    CHECK((dense.net.state() == weights));
}

TEST_CASE("the table has a row a layer, with what it loses and the ratio that it bears") {
    const std::string table = trainer::sensitivity_table(made_up(), 1).markdown();
    CHECK(has(table, "largest ratio within 1.0 points"));
    CHECK(has(table, "| first "));
    CHECK(has(table, " 20.0 |"));
    CHECK(has(table, " 30.0 |"));
    CHECK(has(table, " 20 % |")); // of the first
    CHECK(has(table, " 0 % |"));  // of the second
    CHECK(trainer::sensitivity_table({}, 1).rows() == 0);
}

TEST_CASE("the figure has a line a layer, from the whole network on") {
    const report::figure figure = trainer::sensitivity_figure(made_up(), "title");
    REQUIRE(figure.panels.size() == 1);
    REQUIRE(figure.panels[0].lines.size() == 2);
    CHECK(figure.panels[0].lines[0].x == std::vector<double>{0, 20, 40});
    CHECK(figure.panels[0].lines[1].y == std::vector<double>{90, 80, 60});
}
