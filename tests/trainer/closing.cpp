#include "trainer/closing.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

trainer::result made(const std::string& recipe, coppice::index correct, double seconds) {
    trainer::result one{.recipe = recipe};
    one.test = {correct, 1000};
    one.size = {.parameters = 12'345, .weights = 12'000, .macs = 67'890};
    one.masked = {.parameters = 23'456, .weights = 23'000, .macs = 78'901};
    one.pruning_seconds = seconds;
    one.latency_masked = 0.001;
    return one;
}

} // namespace

TEST_CASE("the table says what was saved against the naive recipe of the same seed") {
    const std::vector<trainer::result> results = {
        made("dense", 900, 0), made("naive-iterative", 890, 200), made("ice-pick", 885, 50)};
    const std::string table = trainer::closing_table(results).text();
    CHECK(table.find("88.50 %") != std::string::npos);
    CHECK(table.find("12,345") != std::string::npos);
    CHECK(table.find("23,456") != std::string::npos);
    CHECK(table.find("75 %") != std::string::npos);
    CHECK(
        trainer::comparison(results) ==
        std::vector<std::string>{
            "seed 1: ICE-Pick ends 0.50 points below naive iterative pruning and takes 0.25 times "
            "its pruning time"});
    CHECK(trainer::comparison({results[0], results[2]}).empty());
    std::vector<trainer::result> tuned = results;
    tuned[2].tuning_seconds = 20;
    CHECK(trainer::comparison(tuned)[0].find(", of which tuning 20 s") != std::string::npos);
}

TEST_CASE("heads say what the columns are, and small latencies are not lost") {
    std::vector<trainer::result> results = {made("dense", 900, 0)};
    results[0].latency_masked = 0.00000123;
    const std::string table = trainer::closing_table(results).text();
    CHECK(table.find("0.00123 ms") != std::string::npos);
    for (const char* head :
         {"parameters, masked", "parameters, shrunk", "MACs, shrunk", "steps retrained",
          "pruning time", "time saved", "latency, masked", "latency, shrunk"}) {
        CHECK(table.find(head) != std::string::npos);
    }
}

TEST_CASE("the figure takes the last epoch of those with as many weights left") {
    const report::figure figure = trainer::closing_figure(
        {{"dense", 1, 1, 90, 0},
         {"one-shot", 1, 1, 11, 1},
         {"one-shot", 1, 0.4, 12, 2},
         {"one-shot", 1, 0.4, 23, 3},
         {"one-shot", 1, 0.4, 24, 4}},
        "title");
    CHECK(figure.panels[0].lines[0].x == std::vector<double>{100, 40});
    CHECK(figure.panels[0].lines[0].y == std::vector<double>{90, 24});
    CHECK(figure.panels[1].lines[0].y == std::vector<double>{0, 4});
}

TEST_CASE("seeds that leave different shares are averaged as far as all of them come") {
    const report::figure figure = trainer::closing_figure(
        {{"dense", 1, 1, 90, 0},
         {"dense", 2, 1, 92, 0},
         {"aiap", 1, 0.5, 88, 10},
         {"aiap", 2, 0.75, 90, 10},
         {"aiap", 2, 0.25, 86, 30}},
        "title");
    CHECK(figure.panels[0].lines[0].x == std::vector<double>{100, 75, 50});
    CHECK(figure.panels[0].lines[0].y == std::vector<double>{91, 89.5, 88});
    CHECK(figure.panels[1].lines[0].y == std::vector<double>{0, 7.5, 15});
}

TEST_CASE("the figure has a line a recipe, starting at the dense network, means over seeds") {
    const report::figure figure = trainer::closing_figure(
        {{"dense", 1, 1, 90, 0},
         {"dense", 2, 1, 92, 0},
         {"ice-pick", 1, 0.5, 88, 10},
         {"ice-pick", 2, 0.5, 89, 20}},
        "title");
    REQUIRE(figure.panels.size() == 2);
    REQUIRE(figure.panels[0].lines.size() == 1);
    CHECK(figure.panels[0].lines[0].x == std::vector<double>{100, 50});
    CHECK(figure.panels[0].lines[0].y == std::vector<double>{91, 88.5});
    CHECK(figure.panels[1].lines[0].y == std::vector<double>{0, 15});
}
