#include "coppice/couple/together.hpp"

#include "archetype/couple.hpp"
#include "archetype/resnet.hpp"
#include "archetype/storage.hpp"
#include "coppice/backend/eigen.hpp"
#include "coppice/backend/reference.hpp"
#include "coppice/drive/pruner.hpp"
#include "coppice/drive/stability.hpp"
#include "coppice/granularity/filter.hpp"
#include "coppice/score/activation_mean.hpp"
#include "coppice/score/bn_scale.hpp"
#include "coppice/select/global.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace {

using coppice::index;
using coppice::backend::eigen;
using coppice::backend::reference;
using coppice::couple::reduction;
using coppice::couple::together;
using coppice::drive::pruner;
using coppice::granularity::filter;
namespace op = coppice::operation;

/// Three layers of one input whose outputs are added up, and what reads the sum.
struct sum_of_three {
    archetype::storage memory;
    coppice::model::description<float> model;
    std::vector<coppice::view<float>> rows;

    sum_of_three() {
        const auto x = model.input(1);
        std::vector<coppice::model::value> made;
        for (const char* name : {"a", "b", "c"}) {
            rows.push_back(memory.make({4, 1}));
            made.push_back(model.add(name, op::dense<float>{.weight = rows.back()}, {x}));
        }
        const auto sum = model.add("sum", op::add{}, made);
        model.output(model.add("last", op::dense<float>{.weight = memory.make({2, 4})}, {sum}));
    }

    void set(int layer, const std::vector<float>& values) {
        std::copy(values.begin(), values.end(), rows[static_cast<std::size_t>(layer)].data());
    }

    /// The order in which the sets go.
    template <class Couple>
    std::vector<index> order(const Couple& couple) {
        pruner pruning(coppice::compose(filter{}, couple), model, reference{});
        std::vector<index> gone;
        for (index k = 1; k < 4; ++k) {
            pruning.prune([k](index, index) { return k; });
            for (index set = 0; set < 4; ++set) {
                if (!pruning.mask(0)[set] &&
                    std::find(gone.begin(), gone.end(), set) == gone.end()) {
                    gone.push_back(set);
                }
            }
        }
        return gone;
    }
};

constexpr auto half = [](index groups, index /*gone*/) { return groups / 2; };

} // namespace

TEST_CASE("the members' scores make one, each way another") {
    sum_of_three net;
    net.set(0, {1, 3, 2, 5});
    net.set(1, {9, 3, 4, 1});
    net.set(2, {1, 4, 4, 1});
    using order = std::vector<coppice::index>;
    CHECK(net.order(together{.by = reduction::sum}) == order{3, 1, 2}); // 11 10 10 7, ties by index
    CHECK(net.order(together{.by = reduction::mean}) == order{3, 1, 2});
    CHECK(net.order(together{.by = reduction::max}) == order{1, 2, 3});   // 9 4 4 5
    CHECK(net.order(together{.by = reduction::l2}) == order{3, 1, 2});    // 83 34 36 27
    CHECK(net.order(together{.by = reduction::first}) == order{0, 2, 1}); // 1 3 2 5
    CHECK(net.order(archetype::couple{}) == order{1, 2, 3});              // 10 6 6 6
}

TEST_CASE("a residual stream is one group, named after its first layer") {
    const archetype::resnet net(2);
    pruner pruning(coppice::compose(filter{}, together{}), net.model, eigen{});
    const auto& first = pruning.outcomes()[0];
    CHECK(net.model.layer_at(first.layer).name == "stem");
    CHECK(first.groups == 16);
    std::vector<std::string> with;
    for (const int layer : first.with) {
        with.push_back(net.model.layer_at(layer).name);
    }
    CHECK(with == std::vector<std::string>{"stage1.block1.conv2", "stage1.block2.conv2"});
    REQUIRE(pruning.left_alone().size() == 1);
    CHECK(net.model.layer_at(pruning.left_alone()[0].layer).name == "fc");

    pruning.prune({first.layer}, half); // with its first layer the whole group goes
    CHECK(pruning.outcomes()[0].pruned == 8);
    CHECK(pruning.outcomes()[1].pruned == 0);
    pruning.prune({net.model.find("stage1.block1.conv2")}, half); // with another, it does not
    CHECK(pruning.outcomes()[0].pruned == 8);
    for (const auto& name : with) {
        const auto mask = pruning.mask(net.model.find(name));
        for (coppice::index set = 0; set < 16; ++set) {
            CHECK(mask[set] == pruning.mask(0)[set]);
        }
    }
}

TEST_CASE("both backends cut the same groups, locally and globally") {
    const archetype::resnet net(2);
    const auto compare = [&](const auto& recipe) {
        pruner naive(recipe, net.model, reference{});
        pruner fast(recipe, net.model, eigen{});
        naive.prune(half);
        fast.prune(half);
        CHECK(naive.save().masks == fast.save().masks);
        CHECK(naive.sparsity() == 0.5);
    };
    for (int by = 0; by < 5; ++by) {
        compare(coppice::compose(filter{}, together{.by = static_cast<reduction>(by)}));
    }
    compare(coppice::compose(filter{}, together{}, coppice::select::global{}));
}

TEST_CASE("masks are saved and restored for coupled layers as for others") {
    const archetype::resnet net(1);
    const auto recipe = coppice::compose(filter{}, together{});
    pruner first(recipe, net.model, eigen{});
    first.prune(half);
    pruner second(recipe, net.model, eigen{});
    second.restore(first.save());
    CHECK(second.size() == first.size());
    CHECK(second.save() == first.save());
}

TEST_CASE("caps hold for every group under global selection") {
    const archetype::resnet net(2);
    pruner pruning(
        coppice::compose(filter{}, together{}, coppice::select::global{.most_per_layer = 0.5}),
        net.model, eigen{});
    pruning.prune([](coppice::index groups, coppice::index) { return groups * 9 / 10; });
    for (const auto& layer : pruning.outcomes()) {
        CHECK(layer.pruned == layer.groups / 2);
        CHECK(layer.why == coppice::select::limit::cap);
    }
}

TEST_CASE("a multiple never removes a whole group") {
    const archetype::resnet net(1);
    pruner pruning(
        coppice::compose(filter{}, together{}, coppice::select::local{.multiple = 8}), net.model,
        eigen{});
    pruning.prune([](coppice::index groups, coppice::index) { return groups - 1; });
    for (const auto& layer : pruning.outcomes()) {
        CHECK(layer.groups - layer.pruned == 8);
        CHECK(layer.why == coppice::select::limit::multiple);
    }
}

TEST_CASE(
    "scales that follow each member are its scores, and a member without one keeps the group") {
    const archetype::resnet net(1);
    const auto recipe =
        coppice::compose(filter{}, coppice::score::bn_scale{}, together{.by = reduction::sum});
    pruner pruning(recipe, net.model, eigen{});
    for (const auto& parameter : net.model.parameters()) {
        if (parameter.name == "stem.bn.scale" || parameter.name == "stage1.block1.conv2.bn.scale") {
            for (coppice::index j = 0; j < 16; ++j) {
                parameter.values.data()[j] = j == 3 ? 0.0F : 1.0F;
            }
        }
    }
    pruning.prune({0}, [](coppice::index, coppice::index) { return coppice::index{1}; });
    CHECK(!pruning.mask(0)[3]);
    sum_of_three plain;
    CHECK_THROWS_AS(static_cast<void>(pruner(recipe, plain.model, eigen{})), coppice::error);
}

TEST_CASE("outputs of every member are asked for and scored") {
    sum_of_three net;
    pruner pruning(
        coppice::compose(
            filter{}, coppice::score::activation_mean{}, together{.by = reduction::sum}),
        net.model, reference{});
    auto viewer = pruning.look();
    const std::vector<std::vector<float>> outputs = {{1, 2, 3, 4}, {1, 0, 9, 0}, {7, 0, 0, 0}};
    for (int layer = 0; layer < 3; ++layer) {
        REQUIRE(viewer.wants(layer));
        viewer.add(
            layer,
            coppice::view<const float>(outputs[static_cast<std::size_t>(layer)].data(), {1, 4}));
    }
    CHECK(!viewer.wants(3));
    pruning.prune(half); // 9 2 12 4
    CHECK(pruning.mask(1)[0]);
    CHECK(!pruning.mask(1)[1]);
    CHECK(pruning.mask(1)[2]);
    CHECK(!pruning.mask(1)[3]);
}

TEST_CASE("a NaN in any member is refused, and nothing is pruned") {
    for (int by = 0; by < 4; ++by) {
        sum_of_three net;
        net.set(1, {1, std::numeric_limits<float>::quiet_NaN(), 1, 1});
        pruner pruning(
            coppice::compose(filter{}, together{.by = static_cast<reduction>(by)}), net.model,
            eigen{});
        CHECK_THROWS_WITH_AS(
            pruning.prune(half), "a: the score of group 1 is NaN; it must be a number",
            coppice::error);
        CHECK(pruning.sparsity() == 0);
    }
}

TEST_CASE("what the host keeps of one member keeps the group, with the reason") {
    sum_of_three net;
    net.model.keep_whole("b", "the host said so");
    try {
        static_cast<void>(pruner(coppice::compose(filter{}, together{}), net.model, eigen{}));
        FAIL("not refused");
    } catch (const coppice::error& refused) {
        CHECK(
            std::string(refused.what()).find("a: b: the host said so; b: b: the host said so") !=
            std::string::npos);
    }
}
