#include "coppice/drive/stability.hpp"

#include "archetype/lenet.hpp"
#include "coppice/backend/eigen.hpp"
#include "coppice/granularity/filter.hpp"
#include "coppice/operation/activation.hpp"
#include "coppice/operation/convolution.hpp"
#include "core/refusal.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <doctest/doctest.h>

namespace {

constexpr auto third = [](coppice::index groups, coppice::index /*gone*/) { return groups / 3; };

/// Copies of a model's weights, by layer.
struct weight_copies {
    explicit weight_copies(const coppice::model::description<float>& model) {
        for (int layer = 0; layer < static_cast<int>(model.layers().size()); ++layer) {
            const auto values = model.weight(layer).values;
            numbers.emplace_back(values.data(), values.data() + values.size());
            views.emplace_back(numbers.back().data(), values.extents());
        }
    }
    std::vector<std::vector<float>> numbers;
    std::vector<coppice::view<const float>> views;
};

} // namespace

TEST_CASE_TEMPLATE(
    "stability is the distance of what is kept from the original weights", Backend,
    coppice::backend::reference, coppice::backend::eigen) {
    archetype::lenet_300_100 net;
    const weight_copies original(net.model);
    coppice::drive::pruner pruned(
        coppice::compose(coppice::granularity::filter{}), net.model, Backend{});
    CHECK(coppice::drive::stability(pruned, net.model, original.views) == 0);
    pruned.prune(third);
    pruned.apply();
    CHECK(coppice::drive::stability(pruned, net.model, original.views) == 0); // it masks both

    double sum = 0;
    for (int layer = 0; layer < 3; ++layer) {
        const auto weight = net.model.weight(layer).values;
        const auto mask = pruned.mask(layer);
        const coppice::index row = weight.extent(1);
        for (coppice::index at = 0; at < weight.size(); ++at) {
            if (layer < 2 && !mask[at / row]) {
                continue;
            }
            const float moved = 1e-3F * static_cast<float>(at % 7);
            weight.data()[at] += moved;
            const auto was = static_cast<double>(
                original.numbers[static_cast<std::size_t>(layer)][static_cast<std::size_t>(at)]);
            sum += std::pow(static_cast<double>(weight.data()[at]) - was, 2);
        }
    }
    CHECK(
        coppice::drive::stability(pruned, net.model, original.views) ==
        doctest::Approx(std::sqrt(sum)).epsilon(1e-12));
}

TEST_CASE("depthwise filters are masked with the channels that they read") {
    for (const coppice::index repeat : {1, 2}) {
        CAPTURE(repeat);
        using coppice::operation::convolution;
        archetype::storage memory;
        coppice::model::description<float> model;
        auto x = model.input(3, {8, 8});
        x = model.add("expand", convolution<float>{.weight = memory.make({12, 3, 1, 1})}, {x});
        x = model.add("relu", coppice::operation::activation{}, {x});
        x = model.add(
            "depthwise",
            convolution<float>{
                .weight = memory.make({12 * repeat, 1, 3, 3}), .padding = 1, .groups = 12},
            {x});
        x = model.add(
            "project", convolution<float>{.weight = memory.make({4, 12 * repeat, 1, 1})}, {x});
        model.output(x);
        const weight_copies original(model);
        coppice::drive::pruner pruned(
            coppice::compose(coppice::granularity::filter{}), model, coppice::backend::eigen{});
        pruned.prune(third);
        pruned.apply();
        const int depthwise = model.find("depthwise");
        const auto depthwise_filters = model.weight(depthwise).values;
        CHECK(
            std::count(
                depthwise_filters.data(), depthwise_filters.data() + depthwise_filters.size(),
                0.0F) == 4 * repeat * 9);
        CHECK(pruned.mask(depthwise).size == 0);
        CHECK(pruned.group_mask(model.find("expand")).size == 12);
        CHECK(coppice::drive::stability(pruned, model, original.views) == 0);
    }
}

TEST_CASE("stability of single weights masks weights") {
    archetype::lenet_300_100 net;
    const weight_copies original(net.model);
    coppice::drive::pruner pruned(coppice::compose(), net.model, coppice::backend::reference{});
    pruned.prune(third);
    pruned.apply();
    CHECK(coppice::drive::stability(pruned, net.model, original.views) == 0);
}

TEST_CASE("original weights of another model are refused") {
    archetype::lenet_300_100 net;
    const archetype::conv_2 other;
    coppice::drive::pruner pruned(
        coppice::compose(coppice::granularity::filter{}), net.model, coppice::backend::reference{});
    weight_copies original(other.model);
    CHECK(refusal([&] {
              static_cast<void>(coppice::drive::stability(pruned, net.model, original.views));
          }) == "stability: number of layers in the original weights is 5; it must be 3");
    original.views.resize(3);
    CHECK(refusal([&] {
              static_cast<void>(coppice::drive::stability(pruned, net.model, original.views));
          }) == "fc1: shape of the original weight is 64 x 3 x 3 x 3; it must be 300 x 784");
}
