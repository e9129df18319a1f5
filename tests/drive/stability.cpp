#include "coppice/drive/stability.hpp"

#include "archetype/lenet.hpp"
#include "coppice/backend/eigen.hpp"
#include "coppice/granularity/filter.hpp"
#include "core/refusal.hpp"

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
