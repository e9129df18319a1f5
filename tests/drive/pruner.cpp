#include "coppice/drive/pruner.hpp"

#include "archetype/granularity.hpp"
#include "archetype/lenet.hpp"
#include "archetype/resnet.hpp"
#include "coppice/backend/eigen.hpp"
#include "coppice/recipe/named.hpp"
#include "coppice/score/activation_mean.hpp"
#include "coppice/score/apoz.hpp"
#include "coppice/score/bn_scale.hpp"
#include "coppice/select/adaptive_threshold.hpp"
#include "coppice/select/budget.hpp"
#include "coppice/select/global.hpp"
#include "coppice/select/n_m.hpp"
#include "step/network.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>

using coppice::backend::eigen;
using coppice::backend::reference;
using coppice::drive::pruner;

namespace {

const auto filters = coppice::compose(coppice::granularity::filter{});
const auto weights = coppice::compose(coppice::granularity::weight{});

constexpr auto half = [](coppice::index groups, coppice::index /*gone*/) { return groups / 2; };

} // namespace

TEST_CASE("what a recipe leaves alone is listed with its reason") {
    const archetype::resnet net(1);
    const pruner pruning(filters, net.model, reference{});
    CHECK(pruning.outcomes().size() == 3);
    REQUIRE(pruning.left_alone().size() == 7);
    CHECK(net.model.layer_at(pruning.left_alone().back().layer).name == "fc");
    CHECK(pruning.left_alone().back().reason == "it is the network's output");
}

TEST_CASE("a pruned filter's weights, scale and shift are zero, and nothing else") {
    archetype::resnet net(1);
    pruner pruning(filters, net.model, reference{});
    const int layer = net.model.find("stage1.block1.conv1");
    const auto weight = net.model.weight(layer).values;
    const auto scale = net.model.parameters()[6].values;
    REQUIRE(net.model.parameters()[6].name == "stage1.block1.conv1.bn.scale");
    const auto mean = net.model.parameters()[8].values;
    pruning.prune({layer}, half);
    pruning.apply();
    const auto mask = pruning.mask(layer);
    for (coppice::index j = 0; j < 16; ++j) {
        CHECK((scale.data()[j] != 0) == mask[j]);
        CHECK((weight.data()[j * 144 + 5] != 0) == mask[j]);
        CHECK(mean.data()[j] != 0);
    }
    CHECK(pruning.outcomes()[0].pruned == 8);
    CHECK(pruning.outcomes()[1].pruned == 0);
}

TEST_CASE("both backends cut the same filters and the same weights") {
    const archetype::resnet net(2);
    const auto compare = [&](const auto& recipe) {
        pruner naive(recipe, net.model, reference{});
        pruner fast(recipe, net.model, eigen{});
        naive.prune(half);
        fast.prune(half);
        CHECK(naive.save().masks == fast.save().masks);
        CHECK(naive.remaining() == fast.remaining());
    };
    compare(filters);
    compare(weights);
    compare(coppice::compose(coppice::granularity::filter{}, coppice::select::global{}));
    compare(coppice::compose(coppice::score::l2{}, coppice::select::global{.most_per_layer = 0.6}));
}

TEST_CASE("filters can be scored by what their normalisation multiplies them with") {
    archetype::resnet net(1);
    const int layer = net.model.find("stage1.block1.conv1");
    const auto scale = net.model.parameters()[6].values;
    REQUIRE(net.model.parameters()[6].name == "stage1.block1.conv1.bn.scale");
    for (coppice::index j = 0; j < 16; ++j) {
        scale.data()[j] = j % 2 == 0 ? -2.0F : 1.0F;
    }
    pruner pruning(
        coppice::compose(coppice::granularity::filter{}, coppice::score::bn_scale{}), net.model,
        reference{});
    pruning.prune({layer}, half);
    for (coppice::index j = 0; j < 16; ++j) {
        CHECK(pruning.mask(layer)[j] == (j % 2 == 0));
    }
}

TEST_CASE("a layer without a normalisation has no scale to be scored by") {
    network net;
    try {
        const pruner pruning(
            coppice::compose(coppice::granularity::filter{}, coppice::score::bn_scale{}),
            net.described, reference{});
        FAIL("not refused");
    } catch (const coppice::error& refused) {
        const std::string sentence = refused.what();
        CHECK(sentence.find("a: no normalisation scales its filters") != std::string::npos);
    }
}

TEST_CASE("a budget is met by the fewest filters, counted in the whole model") {
    const archetype::resnet net(2);
    const auto nothing = [](coppice::index, coppice::index) { return coppice::index{0}; };
    pruner plain(
        coppice::compose(coppice::granularity::filter{}, coppice::select::global{}), net.model,
        reference{});
    const coppice::index macs = plain.full_size().macs * 6 / 10;
    coppice::index k = 0;
    while (plain.size().macs > macs) {
        ++k;
        plain.prune([k](coppice::index, coppice::index) { return k; });
    }
    pruner budgeted(
        coppice::compose(coppice::granularity::filter{}, coppice::select::budget{.macs = macs}),
        net.model, reference{});
    budgeted.prune(nothing);
    CHECK(budgeted.save().masks == plain.save().masks);
    CHECK(budgeted.size() == plain.size());
}

TEST_CASE("a budget counts single weights too") {
    const archetype::resnet net(1);
    pruner pruning(
        coppice::compose(
            coppice::granularity::weight{}, coppice::select::budget{.parameters = 30'000}),
        net.model, reference{});
    pruning.prune(half);
    CHECK(pruning.size().parameters == 30'000);
}

TEST_CASE("2:4 prunes the layers it fits and lists the others") {
    archetype::resnet net(1);
    pruner pruning(
        coppice::compose(coppice::granularity::weight{}, coppice::select::n_m{}), net.model,
        reference{});
    pruning.prune(half);
    CHECK(pruning.sparsity() == 0.5);
    CHECK(pruning.outcomes()[0].asked == pruning.outcomes()[0].groups / 2);
    REQUIRE(pruning.left_alone().size() == 1);
    CHECK(
        pruning.left_alone()[0].reason ==
        "its weight is 16 x 3 x 3 x 3; it must be a multiple of 4 along the axis 1");
}

TEST_CASE("what a selection remembers is saved and restored with the masks") {
    const archetype::resnet net(1);
    const auto recipe = coppice::compose(
        coppice::granularity::filter{}, coppice::select::adaptive_threshold{.rise = 40});
    pruner through(recipe, net.model, reference{});
    pruner first(recipe, net.model, reference{});
    for (int round = 0; round < 3; ++round) {
        through.prune(half);
        first.prune(half);
    }
    pruner second(recipe, net.model, reference{});
    second.restore(first.save());
    for (int round = 0; round < 3; ++round) {
        through.prune(half);
        second.prune(half);
    }
    CHECK(through.save() == second.save());
    CHECK(through.sparsity() > 0);
    CHECK(through.save().selection.round == 6);
}

TEST_CASE("restored masks are the saved ones, counts included") {
    const archetype::resnet net(1);
    pruner pruning(filters, net.model, reference{});
    const auto whole = pruning.save();
    pruning.prune(half);
    const auto cut = pruning.save();
    const double remaining = pruning.remaining();
    pruning.restore(whole);
    CHECK(pruning.remaining() == 1);
    CHECK(pruning.sparsity() == 0);
    pruning.restore(cut);
    CHECK(pruning.remaining() == remaining);
    CHECK(pruning.sparsity() == 0.5);
    CHECK(pruning.save() == cut);
    auto damaged = cut;
    damaged.masks[0] |= coppice::mask::word{1} << 40U; // past the 16 filters of the first layer
    CHECK_THROWS_WITH_AS(
        pruning.restore(damaged), "restore: state is damaged; it must be as it was saved",
        coppice::error);
    damaged = cut;
    damaged.masks[0] = 0; // no filter left
    CHECK_THROWS_WITH_AS(
        pruning.restore(damaged), "restore: state is damaged; it must be as it was saved",
        coppice::error);
    CHECK_THROWS_WITH_AS(
        pruning.restore({}),
        "restore: state is of other layers; it must be one that the same recipe saved of the same "
        "model",
        coppice::error);
}

TEST_CASE("a NaN weight is refused by layer and index, and nothing is pruned") {
    archetype::resnet net(1);
    const int layer = net.model.find("stage1.block1.conv1");
    net.model.weight(layer).values.data()[17] = std::numeric_limits<float>::quiet_NaN();
    pruner of_weights(weights, net.model, reference{});
    CHECK_THROWS_WITH_AS(
        of_weights.prune({layer}, half),
        "stage1.block1.conv1: weight 17 is NaN; it must be a number", coppice::error);
    CHECK(of_weights.sparsity() == 0);
    pruner of_filters(filters, net.model, reference{});
    CHECK_THROWS_WITH_AS(
        of_filters.prune(half),
        "stage1.block1.conv1: the score of group 0 is NaN; it must be a number", coppice::error);
    CHECK(of_filters.sparsity() == 0);
}

TEST_CASE("a model without anything to prune is refused with every reason") {
    archetype::storage memory;
    coppice::model::description<float> model;
    const auto x = model.input(4);
    model.output(
        model.add("fc", coppice::operation::dense<float>{.weight = memory.make({3, 4})}, {x}));
    CHECK_THROWS_WITH_AS(
        static_cast<void>(pruner(filters, model, reference{})),
        "model: number of layers that can be pruned is 0; it must be at least 1 (fc: it is the "
        "network's output)",
        coppice::error);
}

TEST_CASE("a layer keeps its last group and says that it is at its limit") {
    archetype::storage memory;
    coppice::model::description<float> model;
    auto x = model.input(4);
    x = model.add("first", coppice::operation::dense<float>{.weight = memory.make({2, 4})}, {x});
    x = model.add("second", coppice::operation::dense<float>{.weight = memory.make({1, 2})}, {x});
    model.output(x);
    pruner pruning(filters, model, reference{});
    pruning.prune([](coppice::index groups, coppice::index) { return groups; });
    CHECK(pruning.outcomes()[0].pruned == 1);
    CHECK(pruning.outcomes()[0].why == coppice::select::limit::one_left);
}

TEST_CASE("a granularity of neither weights nor filters is counted by its weights") {
    archetype::storage memory;
    coppice::model::description<float> model;
    const auto x = model.input(8);
    model.output(
        model.add("fc", coppice::operation::dense<float>{.weight = memory.make({10, 8})}, {x}));
    pruner pruning(coppice::compose(archetype::granularity{}), model, eigen{});
    pruning.prune(half);
    CHECK(pruning.remaining() == 0.5);
    CHECK(pruning.size().weights == 40);
}

TEST_CASE("filters of a model whose output is not declared are not touched") {
    archetype::storage memory;
    coppice::model::description<float> model;
    const auto x = model.input(8);
    static_cast<void>(
        model.add("fc", coppice::operation::dense<float>{.weight = memory.make({10, 8})}, {x}));
    CHECK_THROWS_WITH_AS(
        static_cast<void>(pruner(filters, model, reference{})),
        "model: number of declared outputs is 0; it must be at least 1, or its last layer would "
        "lose classes: call output(value)",
        coppice::error);
}

TEST_CASE("a NaN in a later layer leaves the masks of the earlier ones as they were") {
    const archetype::resnet net(1);
    net.model.weight(3).values.data()[0] = std::numeric_limits<float>::quiet_NaN();
    pruner pruning(weights, net.model, reference{});
    const auto before = pruning.save();
    CHECK_THROWS_AS(pruning.prune(half), coppice::error);
    CHECK(pruning.save() == before);
}

TEST_CASE_TEMPLATE("filters are scored by what they put out", Backend, reference, eigen) {
    archetype::lenet_300_100 net;
    archetype::rewinding_host host(net.model);
    // fc1's later filters put out less, fc2's more.
    host.output = [](int layer, coppice::index filter) {
        return layer == 0 ? static_cast<float>(300 - filter) : static_cast<float>(filter);
    };
    pruner pruning(
        coppice::compose(coppice::granularity::filter{}, coppice::score::activation_mean{}),
        net.model, Backend{});
    auto viewer = pruning.look();
    host.calibrate(viewer);
    CHECK(host.shown == std::vector<int>{0, 1}); // the output layer is never pruned
    pruning.prune([](int layer, coppice::index /*groups*/, coppice::index /*gone*/) {
        return coppice::index{layer == 0 ? 60 : 20};
    });
    for (coppice::index filter = 0; filter < 300; ++filter) {
        CHECK(pruning.mask(0)[filter] == (filter < 240));
    }
    for (coppice::index filter = 0; filter < 100; ++filter) {
        CHECK(pruning.mask(1)[filter] == (filter >= 20));
    }
}

TEST_CASE("a look begins anew, and batches add up in it") {
    const archetype::lenet_300_100 net;
    archetype::rewinding_host host(net.model);
    pruner pruning(
        coppice::compose(coppice::granularity::filter{}, coppice::score::activation_mean{}),
        net.model, reference{});
    auto old = pruning.look();
    host.output = [](int, coppice::index filter) { return static_cast<float>(1000 - filter); };
    host.calibrate(old);
    auto viewer = pruning.look();
    host.output = [](int, coppice::index filter) { return filter == 7 ? 0.0F : 1.0F; };
    host.calibrate(viewer);
    host.output = [](int, coppice::index filter) { return filter == 9 ? 0.5F : 1.0F; };
    host.calibrate(viewer);
    pruning.prune([](coppice::index, coppice::index) { return coppice::index{2}; });
    for (coppice::index filter = 0; filter < 100; ++filter) {
        CHECK(pruning.mask(0)[filter] == (filter != 7 && filter != 9));
    }
}

TEST_CASE("a layer that showed nothing, or less than nothing, is refused by name") {
    const archetype::lenet_300_100 net;
    archetype::rewinding_host host(net.model);
    const auto recipe = [](auto score) {
        return coppice::compose(coppice::granularity::filter{}, score);
    };
    pruner pruning(recipe(coppice::score::activation_mean{}), net.model, reference{});
    CHECK_THROWS_WITH_AS(
        pruning.prune(half),
        "fc1: number of images in the outputs shown is 0; it must be at least 1, or there is "
        "nothing to score it by",
        coppice::error);
    host.output = [](int layer, coppice::index filter) {
        return layer == 1 && filter == 3 ? -0.125F : 1.0F;
    };
    auto viewer = pruning.look();
    CHECK_THROWS_WITH_AS(
        host.calibrate(viewer),
        "fc2: an output after its non-linearity is -0.125; it must be at least 0 for the recipe's "
        "score to make sense",
        coppice::error);
    pruner by_zeros(recipe(coppice::score::apoz{}), net.model, reference{}); // may be negative
    auto other = by_zeros.look();
    CHECK_NOTHROW(host.calibrate(other));
    host.output = [](int, coppice::index filter) {
        return filter == 5 ? std::numeric_limits<float>::quiet_NaN() : 1.0F;
    };
    auto broken = pruning.look();
    host.calibrate(broken);
    CHECK_THROWS_WITH_AS(
        pruning.prune(half), "fc1: the score of group 5 is NaN; it must be a number",
        coppice::error);
}

TEST_CASE("LeNet-300-100 by rounds leaves the published shares, rows masked") {
    const archetype::lenet_300_100 net;
    CHECK(net.model.layers()[0].rank == 2);
    pruner pruning(filters, net.model, reference{});
    const auto full = static_cast<double>(pruning.full_size().parameters);
    CHECK(full == 266'610);
    CHECK(pruning.full_size().weights == 266'200);
    const coppice::step::by_kind round;
    std::vector<double> masked;
    std::vector<coppice::index> shrunk;
    for (coppice::index number = 0; number < 21; ++number) {
        pruning.prune([&](int layer, coppice::index groups, coppice::index gone) {
            return gone + round.count(net.model, number, layer, groups - gone);
        });
        masked.push_back(100 * static_cast<double>(pruning.masked_size().parameters) / full);
        shrunk.push_back(pruning.size().parameters);
    }
    CHECK(coppice::text(std::round(masked[0] * 1e4) / 1e4) == "80.1058");
    CHECK(coppice::text(std::round(masked[1] * 1e4) / 1e4) == "64.1904");
    CHECK(coppice::text(std::round(masked[2] * 1e4) / 1e4) == "51.2591");
    CHECK(coppice::text(std::round(masked[9] * 1e4) / 1e4) == "10.77");
    CHECK(coppice::text(std::round(masked[20] * 1e2) / 1e2) == "1.23"); // where the paper compares
    // 240 x 784 + 240, 80 x 240 + 80, 10 x 80 + 10
    CHECK(shrunk[0] == 188'400 + 19'280 + 810);
}

TEST_CASE("the networks of the papers are as large as they say") {
    const archetype::conv_2 net;
    const pruner pruning(filters, net.model, reference{});
    CHECK(pruning.full_size().parameters == 4'301'642);
    CHECK(pruning.full_size().weights == 4'300'992);
    CHECK(net.model.layers()[0].rank == 4);
    CHECK(pruning.left_alone().size() == 1); // the output layer
}
