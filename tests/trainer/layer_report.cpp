#include "trainer/layer_report.hpp"

#include <coppice/backend/eigen.hpp>
#include <coppice/granularity/filter.hpp>

#include <doctest/doctest.h>

#include <string>

#include "trainer/shrink.hpp"

TEST_CASE("times below a microsecond are not lost") {
    coppice::compact::row row;
    row.name = "layer";
    row.before.seconds = 0.0000004;
    row.after.seconds = 0.00000021;
    CHECK(trainer::layer_table({row}).text().find("0.400 -> 0.210") != std::string::npos);
}

TEST_CASE("the table has every operation with its sizes and times, and their sum") {
    nn::model model = nn::make_model("resnet8", {3, 16, 16}, 10, 1);
    const trainer::described description = trainer::describe(model.net, model.blocks);
    coppice::drive::pruner pruning(
        coppice::compose(coppice::granularity::filter{}), description.model,
        coppice::backend::eigen{});
    pruning.prune([](coppice::index groups, coppice::index) { return groups / 2; });
    const auto plan = coppice::compact::make_plan(description.model, pruning);
    const nn::network small = trainer::shrink(model.net, description, plan);
    auto rows = coppice::compact::rows(description.model, plan);
    trainer::measure_layers(rows, description, model.net, small, 3);
    for (const coppice::compact::row& row : rows) {
        CHECK((row.before.seconds > 0) == (row.layer >= 0));
        CHECK((row.after.seconds > 0) == (row.layer >= 0));
    }
    const report::table table = trainer::layer_table(rows);
    CHECK(table.rows() == rows.size() + 1);
    const std::string said = table.text();
    CHECK(said.find("total") != std::string::npos);
    CHECK(said.find(rows[0].name) != std::string::npos);
    const coppice::compact::row sum = coppice::compact::total(rows);
    CHECK(sum.after.macs == static_cast<coppice::index>(small.macs()));
}
