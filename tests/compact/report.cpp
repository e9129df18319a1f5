#include "coppice/compact/report.hpp"

#include "archetype/resnet.hpp"
#include "coppice/backend/reference.hpp"
#include "coppice/granularity/filter.hpp"

#include <doctest/doctest.h>

TEST_CASE("rows add up to the sizes of the model, before and after") {
    const archetype::resnet net(1);
    coppice::drive::pruner pruning(
        coppice::compose(coppice::granularity::filter{}), net.model, coppice::backend::reference{});
    pruning.prune([](coppice::index groups, coppice::index) { return groups / 4; });
    const auto plan = coppice::compact::make_plan(net.model, pruning);
    const auto rows = coppice::compact::rows(net.model, plan);
    const auto sum = coppice::compact::total(rows);
    CHECK(sum.before.parameters == pruning.full_size().parameters);
    CHECK(sum.before.macs == pruning.full_size().macs);
    CHECK(sum.after.parameters == pruning.size().parameters);
    CHECK(sum.after.macs == pruning.size().macs);
    CHECK(sum.after.flops() == 2 * pruning.size().macs);
}

TEST_CASE("a row has its layer's numbers, a normalisation its own") {
    const archetype::resnet net(1);
    coppice::drive::pruner pruning(
        coppice::compose(coppice::granularity::filter{}), net.model, coppice::backend::reference{});
    pruning.prune([](coppice::index groups, coppice::index) { return groups / 4; });
    const auto rows =
        coppice::compact::rows(net.model, coppice::compact::make_plan(net.model, pruning));
    REQUIRE(rows.size() == 19); // 9 convolutions with a normalisation each, and the classifier
    CHECK(rows[2].name == "stage1.block1.conv1");
    CHECK(rows[2].layer == 1);
    CHECK(rows[2].before == coppice::compact::extent_of_layer{2304, 9216, 2304 * 1024});
    CHECK(rows[2].after == coppice::compact::extent_of_layer{1728, 6912, 1728 * 1024});
    CHECK(rows[3].name == "stage1.block1.conv1.bn");
    CHECK(rows[3].layer == -1);
    CHECK(rows[3].before == coppice::compact::extent_of_layer{32, 256, 0});
    CHECK(rows[3].after == coppice::compact::extent_of_layer{24, 192, 0});
    CHECK(rows[18].name == "fc");
    CHECK(rows[18].before.parameters == 650);
}
