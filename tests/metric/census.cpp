#include "coppice/metric/census.hpp"

#include "archetype/resnet.hpp"

#include <doctest/doctest.h>

using coppice::metric::census;

TEST_CASE("with nothing pruned a census counts the whole model") {
    const archetype::resnet net(3);
    const coppice::model::leaders leaders(net.model);
    census count(net.model, leaders);
    count.count_weights(std::vector<coppice::index>(net.model.layers().size()));
    CHECK(count.total().parameters == 272'474);
    CHECK(count.weights_in_scope() == 267'264);
    CHECK(count.total().macs == 40'813'184);
}

TEST_CASE("a pruned filter takes its normalisation and the next layer's inputs with it") {
    const archetype::resnet net(3);
    const coppice::model::leaders leaders(net.model);
    census count(net.model, leaders);
    std::vector<coppice::mask::const_view> masks(net.model.layers().size());
    count.count_filters(masks);
    const coppice::metric::size full = count.total();
    const coppice::mask::word kept = 0xFFF0; // 4 of 16 filters are gone
    masks[static_cast<std::size_t>(net.model.find("stage1.block1.conv1"))] = {&kept, 16};
    count.count_filters(masks);
    const coppice::index weights = coppice::index{4} * 16 * 9 + coppice::index{16} * 4 * 9;
    CHECK(full.weights - count.total().weights == weights);
    CHECK(full.parameters - count.total().parameters == weights + 8);
    CHECK(full.macs - count.total().macs == weights * 32 * 32);
    CHECK(count.weights_in_scope() == 267'264 - weights);
}

TEST_CASE("masked, a model counts all but the rows of its pruned filters") {
    const archetype::resnet net(3);
    const coppice::model::leaders leaders(net.model);
    census count(net.model, leaders);
    std::vector<coppice::mask::const_view> masks(net.model.layers().size());
    count.count_filters(masks);
    const coppice::metric::size full = count.total();
    CHECK(count.masked() == full);
    const coppice::mask::word kept = 0xFFF0; // 4 of 16 filters are gone
    masks[static_cast<std::size_t>(net.model.find("stage1.block1.conv1"))] = {&kept, 16};
    count.count_filters(masks);
    const coppice::index weights = coppice::index{4} * 16 * 9;
    CHECK(full.weights - count.masked().weights == weights);
    CHECK(full.parameters - count.masked().parameters == weights);
    CHECK(full.macs - count.masked().macs == weights * 32 * 32);
}

TEST_CASE("pruned single weights are counted as they are") {
    const archetype::resnet net(1);
    const coppice::model::leaders leaders(net.model);
    census count(net.model, leaders);
    std::vector<coppice::index> pruned(net.model.layers().size());
    count.count_weights(pruned);
    const coppice::metric::size full = count.total();
    pruned[0] = 100; // the stem
    count.count_weights(pruned);
    CHECK(full.weights - count.total().weights == 100);
    CHECK(full.macs - count.total().macs == 100 * 32 * 32);
    CHECK(count.masked() == count.total());
}
