#include "coppice/drive/in_steps.hpp"

#include "archetype/host.hpp"
#include "archetype/lenet.hpp"
#include "archetype/resnet.hpp"
#include "coppice/backend/reference.hpp"
#include "coppice/recipe/named.hpp"
#include "coppice/rewind/learning_rate.hpp"
#include "coppice/select/adaptive_threshold.hpp"
#include "coppice/select/budget.hpp"
#include "coppice/step/by_layer.hpp"
#include "coppice/step/layer.hpp"
#include "coppice/stop/accuracy_floor.hpp"
#include "coppice/stop/parameter_budget.hpp"
#include "coppice/stop/target_sparsity.hpp"
#include "coppice/trigger/never.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <stdexcept>

using coppice::compose;
using coppice::backend::reference;
using coppice::drive::in_steps;
namespace freeze = coppice::freeze;
namespace granularity = coppice::granularity;
namespace lr = coppice::lr;
namespace step = coppice::step;
namespace stop = coppice::stop;
namespace trigger = coppice::trigger;

namespace {

long count(const std::vector<std::string>& calls, const char* call) {
    return std::count(calls.begin(), calls.end(), call);
}

struct looks_before_training : archetype::rewinding_host {
    using rewinding_host::rewinding_host;

    std::function<void()> look;

    template <class Guide>
    void train_epoch(Guide& guide) {
        look();
        rewinding_host::train_epoch(guide);
    }
};

} // namespace

TEST_CASE("ResNet-20 at 60%, block by block, leaves the published shares of its weights") {
    const archetype::resnet net(3);
    archetype::host host;
    const auto recipe = compose(granularity::filter{}, step::block{.ratio = 0.6}, trigger::never{});
    const auto made = in_steps(recipe, net.model, host, reference{});
    const std::vector<double> remaining = {.98922414, .97844828, .96767241, .93534483, .89224138,
                                           .84913793, .72306034, .55495690, .38685345};
    REQUIRE(made.report.steps.size() == remaining.size());
    for (std::size_t i = 0; i < remaining.size(); ++i) {
        CHECK(made.report.steps[i].remaining == doctest::Approx(remaining[i]).epsilon(1e-8));
    }
    CHECK(made.report.steps[3].name == "stage2.block1");
    REQUIRE(made.report.steps[3].layers.size() == 1);
    CHECK(made.report.steps[3].layers[0].pruned == 20); // ceil(0.6 * 32)
    CHECK(host.calls.empty());                          // nothing was asked, nothing retrained
}

TEST_CASE("retraining follows exactly those steps whose accuracy has dropped by the threshold") {
    const archetype::resnet net(1);
    archetype::host host;
    std::vector<coppice::index> answers = {900, 886, 885, 870}; // of 1000, the original first
    std::size_t asked = 0;
    host.answer = [&] { return coppice::metric::accuracy{answers.at(asked++), 1000}; };
    const auto recipe = compose(
        granularity::filter{}, step::block{.ratio = 0.5}, trigger::accuracy_drop{.points = 1.5},
        lr::pruning_aware{});
    const auto made = in_steps(recipe, net.model, host, reference{});
    REQUIRE(made.report.steps.size() == 3);
    CHECK(made.report.original.correct == 900);
    CHECK_FALSE(made.report.steps[0].retrained); // 1.4 points
    CHECK(made.report.steps[1].retrained);       // 1.5 points exactly
    CHECK(made.report.steps[2].retrained);
    CHECK(count(host.calls, "train") == 2);
    CHECK(count(host.calls, "reset") == 2); // the optimiser starts anew each time
    CHECK(
        made.report.steps[1].rate == lr::pruning_aware{}.rate({0, made.report.steps[1].remaining}));
    CHECK(host.rates[0] == made.report.steps[1].rate);
    CHECK(count(host.calls, "evaluate") == 4); // no evaluation that nobody asked for
}

TEST_CASE("a selection that decides by itself is asked once a step, and the report says why") {
    const archetype::resnet net(1);
    archetype::host host;
    const auto budgeted = in_steps(
        compose(granularity::filter{}, coppice::select::budget{.parameters = 60'000}), net.model,
        host, reference{});
    REQUIRE(budgeted.report.steps.size() == 1);
    CHECK(budgeted.report.steps[0].size.parameters <= 60'000);
    CHECK(budgeted.report.steps[0].retrained);
    CHECK(budgeted.report.steps[0].layers[0].why != coppice::select::limit::budget);
    const auto missed = in_steps(
        compose(granularity::filter{}, coppice::select::budget{.parameters = 1}), net.model, host,
        reference{});
    CHECK(missed.report.steps[0].layers[0].why == coppice::select::limit::budget);
    const archetype::resnet whole(1);
    const auto rising = in_steps(
        compose(
            granularity::filter{}, coppice::select::adaptive_threshold{.rise = 50},
            step::model{.rounds = 6}),
        whole.model, host, reference{});
    REQUIRE(rising.report.steps.size() == 6);
    CHECK(rising.report.steps[2].remaining == 1);
    CHECK(rising.report.steps[5].remaining < 1);
}

TEST_CASE("the masks stay in force after every step of the optimiser") {
    archetype::resnet net(1);
    archetype::host host;
    const auto weight = net.model.weight(1).values;
    host.change_weights = [&] { std::fill_n(weight.data(), weight.size(), 1.0F); };
    const auto recipe = compose(granularity::filter{}, step::block{.ratio = 0.5});
    auto made = in_steps(recipe, net.model, host, reference{});
    const auto mask = made.pruned.mask(1);
    for (coppice::index j = 0; j < mask.size; ++j) {
        CHECK(weight.data()[j * 144] == (mask[j] ? 1.0F : 0.0F));
    }
}

TEST_CASE(
    "the layers that shift least are frozen, after a rehearsal on weights that are restored") {
    archetype::resnet net(1);
    archetype::host host;
    host.layers = static_cast<int>(net.model.layers().size());
    // In the rehearsal, later layers move further; the two of the first block hardly at all.
    host.change_weights = [&] {
        for (int layer = 0; layer < host.layers; ++layer) {
            const auto weight = net.model.weight(layer).values;
            for (coppice::index i = 0; i < weight.size(); ++i) {
                weight.data()[i] *= 1.0F + 0.01F * static_cast<float>(layer);
            }
        }
    };
    bool restored = false;
    host.restore_weights = [&] { restored = true; };
    const auto recipe = compose(
        granularity::filter{}, step::block{.ratio = 0.5},
        freeze::weight_shift{.share = 0.3, .rate = 0.25}, lr::constant{.base = 0.5});
    const auto made = in_steps(recipe, net.model, host, reference{});
    CHECK(restored);
    CHECK(
        made.report.frozen ==
        std::vector{net.model.find("stage1.block1.conv1"), net.model.find("stage1.block1.conv2")});
    REQUIRE(host.frozen.size() == 4);
    CHECK(host.frozen[0].empty()); // the rehearsal trains everything
    CHECK(host.rates[0] == 0.25);
    CHECK(host.frozen[1] == made.report.frozen);
    CHECK(host.rates[1] == 0.5);
    CHECK(host.calls[0] == "save");
    CHECK(made.report.spent.probe > 0);
    REQUIRE(made.report.steps[0].layers.size() == 1);
    CHECK(made.report.steps[0].layers[0].pruned == 8); // frozen, pruned all the same, and once
}

TEST_CASE("at a share of 1 every convolution in a block is frozen, and nothing else") {
    const archetype::resnet net(2);
    archetype::host host;
    const auto recipe = compose(
        granularity::filter{}, step::block{.ratio = 0.5}, trigger::never{},
        freeze::weight_shift{.share = 1});
    const auto made = in_steps(recipe, net.model, host, reference{});
    std::vector<int> inside;
    for (const auto& block : net.model.blocks()) {
        inside.insert(inside.end(), block.layers.begin(), block.layers.end());
    }
    std::vector<int> frozen = made.report.frozen;
    std::sort(inside.begin(), inside.end());
    std::sort(frozen.begin(), frozen.end());
    CHECK(frozen == inside);
    for (const char* never : {"stem", "stage2.block1.shortcut", "fc"}) {
        REQUIRE(net.model.find(never) >= 0);
        CHECK(std::count(frozen.begin(), frozen.end(), net.model.find(never)) == 0);
    }
}

TEST_CASE("nothing is retrained at the end that no step called for") {
    const archetype::resnet net(1);
    archetype::host host;
    const auto recipe = compose(
        granularity::filter{}, step::block{.ratio = 0.5}, trigger::accuracy_drop{.points = 1});
    const auto made = in_steps(recipe, net.model, host, reference{});
    CHECK(made.report.steps.size() == 3);
    CHECK(count(host.calls, "train") == 0);
}

TEST_CASE("an interrupted rehearsal gives the weights back") {
    const archetype::resnet net(1);
    archetype::host host;
    host.change_weights = [] { throw std::runtime_error("enough"); };
    bool restored = false;
    host.restore_weights = [&] { restored = true; };
    CHECK_THROWS_WITH(
        static_cast<void>(in_steps(coppice::recipe::ice_pick(0.5), net.model, host, reference{})),
        "enough");
    CHECK(restored);
}

TEST_CASE("stop rules end a run early, and the report says so") {
    const archetype::resnet net(3);
    const auto steps = [&](auto rule, coppice::index correct) {
        archetype::host host;
        host.answer = [correct] { return coppice::metric::accuracy{correct, 100}; };
        const auto recipe =
            compose(granularity::filter{}, step::block{.ratio = 0.6}, trigger::never{}, rule);
        const auto made = in_steps(recipe, net.model, host, reference{});
        CHECK(made.report.stopped == (made.report.steps.size() < 9));
        return made.report.steps.size();
    };
    CHECK(steps(stop::none{}, 0) == 9);
    CHECK(steps(stop::target_sparsity{.sparsity = 0.1}, 0) == 5); // .89224138 remain
    CHECK(steps(stop::accuracy_floor{.percent = 50}, 49) == 1);
    CHECK(steps(stop::accuracy_floor{.percent = 50}, 50) == 9);
    CHECK(steps(stop::parameter_budget{.parameters = 262'000}, 0) == 4);
}

TEST_CASE("every layer in turn, and the whole model in rounds") {
    const archetype::resnet net(1);
    archetype::host host;
    const auto by_layer = in_steps(
        compose(granularity::filter{}, step::layer{.ratio = 0.5}), net.model, host, reference{});
    CHECK(by_layer.report.steps.size() == 3); // nothing is retrained after a layer left alone
    CHECK(by_layer.report.steps[0].name == "stage1.block1.conv1");
    CHECK(by_layer.pruned.sparsity() == 0.5);
    const auto rounds = in_steps(
        compose(granularity::filter{}, step::model{.ratio = 0.25, .rounds = 2}), net.model, host,
        reference{});
    CHECK(rounds.report.steps[1].name == "round 2");
    CHECK(rounds.pruned.outcomes()[0].pruned == 4 + 3); // of 16: a quarter, then a quarter of 12
}

TEST_CASE("steps that take nothing are left out") {
    const archetype::resnet net(1);
    archetype::host host;
    std::vector<double> ratios(net.model.layers().size(), 0.0);
    ratios[1] = 0.5; // stage1.block1.conv1
    const auto run = in_steps(
        compose(granularity::filter{}, step::by_layer{ratios, step::cover::layer}), net.model, host,
        reference{});
    REQUIRE(run.report.steps.size() == 1);
    CHECK(run.report.steps[0].name == "stage1.block1.conv1");
    const auto nothing = in_steps(
        compose(granularity::filter{}, step::layer{.ratio = 0}), net.model, host, reference{});
    CHECK(nothing.report.steps.empty());
}

TEST_CASE("steps that cover nothing to prune are refused, with the reasons") {
    archetype::resnet net(1);
    for (const coppice::model::block& block : net.model.blocks()) {
        for (const int layer : block.layers) {
            net.model.keep_whole(net.model.layer_at(layer).name, "its host wants it so");
        }
    }
    archetype::host host;
    const auto run = [&](const auto& of) {
        return in_steps(compose(granularity::weight{}, of), net.model, host, reference{});
    };
    CHECK_NOTHROW(run(step::layer{.ratio = 0.5})); // of layers outside of the blocks
    CHECK_THROWS_WITH_AS(
        run(step::block{.ratio = 0.5}),
        doctest::Contains("model: number of layers that the steps cover and that can be pruned is "
                          "0; it must be at least 1 (stage1.block1.conv1: its host wants it so; "),
        coppice::error);
}

TEST_CASE("a step that would empty a layer is refused before anything changes") {
    const archetype::resnet net(1);
    archetype::host host;
    CHECK_THROWS_WITH_AS(
        static_cast<void>(in_steps(coppice::recipe::ice_pick(0.95), net.model, host, reference{})),
        "stage1.block1.conv1: number of groups that a step would remove is 16; it must be below "
        "16, all it has; lower the ratio",
        coppice::error);
    CHECK(host.calls.empty());
    CHECK_THROWS_AS(
        coppice::drive::check_in_steps(
            coppice::recipe::ice_pick(0.95), net.model, host, reference{}),
        coppice::error);
    CHECK_NOTHROW(coppice::drive::check_in_steps(
        coppice::recipe::ice_pick(0.9), net.model, host, reference{}));
}

TEST_CASE("decisions are made on what all ranks have counted") {
    struct four_ranks {
        using role = coppice::role::reduce;
        [[nodiscard]] coppice::index sum(coppice::index count) const { return 4 * count; }
    };
    const archetype::resnet net(1);
    archetype::host host;
    const auto made = in_steps(
        compose(
            granularity::filter{}, step::block{.ratio = 0.5}, trigger::accuracy_drop{.points = 1},
            four_ranks{}),
        net.model, host, reference{});
    CHECK(made.report.original == coppice::metric::accuracy{400, 400});
}

TEST_CASE("an observer is told what it asks for") {
    struct watcher : coppice::drive::observer {
        int pruned_steps = 0;
        void pruned(const coppice::drive::step_report& report) {
            CHECK(report.number == ++pruned_steps);
            CHECK(report.steps == 3);
        }
    } watching;
    const archetype::resnet net(1);
    archetype::host host;
    static_cast<void>(in_steps(
        compose(granularity::filter{}, step::block{.ratio = 0.5}), net.model, host, reference{},
        watching));
    CHECK(watching.pruned_steps == 3);
}

TEST_CASE("weights rewinding goes back for what is kept, and takes the schedule up at that epoch") {
    archetype::lenet_300_100 net;
    archetype::rewinding_host host(net.model);
    const auto weight = net.model.weight(0).values;
    host.change_weights = [&] { std::fill_n(weight.data(), weight.size(), 3.0F); };
    // Weights and biases of the original training come back, of what is pruned too.
    host.rewind_weights = [&] {
        for (const auto& parameter : net.model.parameters()) {
            std::fill_n(parameter.values.data(), parameter.values.size(), 2.0F);
        }
    };
    bool masked = true;
    const lr::warmup_decay rate{.base = 1, .warmup = 0.25, .last = 0.1};
    const auto recipe = coppice::recipe::ilp(
        {.dense = 0.5, .rounds = 3}, coppice::rewind::weights{.to = 4, .of = 6}, rate);
    const auto made = in_steps(recipe, net.model, host, reference{});
    REQUIRE(made.report.steps.size() == 3);
    CHECK(host.rewound == std::vector<int>{4, 4, 4}); // of the original training, every round
    CHECK(count(host.calls, "train") == 3 * 2);       // T - k epochs
    CHECK(count(host.calls, "reset") == 0);           // the optimiser comes back too
    CHECK(count(host.calls, "calibrate") == 0);       // ILP looks at weights alone
    REQUIRE(host.rates.size() == 6);
    for (std::size_t round = 0; round < 3; ++round) {
        CHECK(host.rates[2 * round] == rate.rate({.progress = 4.0 / 6}));
        CHECK(host.rates[2 * round + 1] == rate.rate({.progress = 5.0 / 6}));
        CHECK(made.report.steps[round].rate == host.rates[2 * round]);
    }
    const auto mask = made.pruned.mask(0);
    const auto bias = net.model.parameters()[1].values;
    for (coppice::index filter = 0; filter < 300; ++filter) {
        masked = masked && (weight.data()[filter * 784] != 0) == mask[filter];
        masked = masked && (bias.data()[filter] != 0) == mask[filter];
    }
    CHECK(masked);
}

TEST_CASE("what is pruned is zero before the first step after a rewinding") {
    archetype::lenet_300_100 net;
    const auto weight = net.model.weight(0).values;
    looks_before_training host(net.model);
    host.rewind_weights = [&] { std::fill_n(weight.data(), weight.size(), 2.0F); };
    coppice::index zeros = 0;
    host.look = [&] { zeros = std::count(weight.data(), weight.data() + weight.size(), 0.0F); };
    static_cast<void>(in_steps(coppice::recipe::ilp({.rounds = 1}), net.model, host, reference{}));
    CHECK(zeros == 60 * 784);
}

TEST_CASE("learning-rate rewinding goes on with weights and optimiser as they are") {
    archetype::lenet_300_100 net;
    archetype::host host; // it could not go back
    const lr::warmup_decay rate{.base = 1, .warmup = 0.25};
    const auto recipe =
        coppice::recipe::ilp({.rounds = 2}, coppice::rewind::learning_rate{.to = 4, .of = 6}, rate);
    static_cast<void>(in_steps(recipe, net.model, host, reference{}));
    CHECK(host.calls == std::vector<std::string>(4, "train"));
    CHECK(host.rates[0] == rate.rate({.progress = 4.0 / 6}));
    CHECK(host.rates[1] == rate.rate({.progress = 5.0 / 6}));
    CHECK(host.rates[2] == host.rates[0]);
}

TEST_CASE("trigger and rewinding that disagree are refused before anything happens") {
    const archetype::lenet_300_100 net;
    archetype::rewinding_host host(net.model);
    CHECK_THROWS_WITH_AS(
        coppice::drive::check_in_steps(
            compose(
                granularity::filter{}, coppice::rewind::weights{.to = 80, .of = 90},
                trigger::always{.epochs = 3}),
            net.model, host, reference{}),
        "rewind::weights: epochs that the trigger asks for is 3; it must be 10 or 1: a retraining "
        "that rewinds takes of - to epochs",
        coppice::error);
    CHECK(host.calls.empty());
}

TEST_CASE("IAP looks before each round and prunes what puts out least, by the published counts") {
    archetype::lenet_300_100 net;
    archetype::rewinding_host host(net.model);
    host.output = [&](int layer, coppice::index filter) {
        // What is pruned puts out nothing, as a masked bias makes it.
        const auto weight = net.model.weight(layer).values;
        const bool gone = weight.data()[filter * weight.extent(1)] == 0;
        return gone ? 0.0F : static_cast<float>(filter * 37 % weight.extent(0)) + 1;
    };
    const auto made = in_steps(coppice::recipe::iap(), net.model, host, reference{});
    const std::vector<coppice::index> left{240, 192, 153, 122, 97, 77, 61, 49, 39, 31};
    REQUIRE(made.report.steps.size() == left.size());
    for (std::size_t round = 0; round < left.size(); ++round) {
        const auto& step = made.report.steps[round];
        REQUIRE(step.layers.size() == 2);
        CHECK(step.layers[0].groups - step.layers[0].pruned == left[round]);
        CHECK(step.masked.parameters > step.size.parameters); // both ways, always
    }
    CHECK(made.report.steps[9].masked.parameters == 24'304 + 300 + 3'000 + 100 + 1'010);
    CHECK(count(host.calls, "calibrate") == 10);
    CHECK(host.calls[0] == "calibrate");
    CHECK(host.calls[1] == "rewind");
    const auto mask = made.pruned.mask(0);
    for (coppice::index filter = 0; filter < 300; ++filter) {
        CHECK(mask[filter] == (filter * 37 % 300 >= 269)); // the 31 that put out most
    }
    REQUIRE(made.report.left_alone.size() == 1);
    CHECK(net.model.layer_at(made.report.left_alone[0].layer).name == "fc3");
}

TEST_CASE(
    "AIAP prunes what puts out at most its threshold and keeps a layer's most active filter") {
    const archetype::lenet_300_100 net;
    archetype::rewinding_host host(net.model);
    host.output = [](int layer, coppice::index filter) {
        return layer == 0 ? static_cast<float>(filter) / 256 : (filter == 42 ? 0.009F : 0.0F);
    };
    const auto made =
        in_steps(coppice::recipe::aiap({.rise = 4.0 / 256}, 6), net.model, host, reference{});
    REQUIRE(made.report.steps.size() == 6);
    const auto left = [&](std::size_t round, std::size_t layer) {
        const auto& outcome = made.report.steps[round].layers[layer];
        return outcome.groups - outcome.pruned;
    };
    for (std::size_t round = 0; round < 3; ++round) { // the threshold is 0
        CHECK(left(round, 0) == 299);
        CHECK(left(round, 1) == 1);
    }
    CHECK(left(3, 0) == 295); // 4/256, for the round before removed nothing
    CHECK(left(4, 0) == 295); // still, for 4 x 784 of 265,200 weights are more than 1%
    CHECK(left(5, 0) == 291); // 8/256
    CHECK(left(5, 1) == 1);   // never the last filter
    CHECK(made.pruned.mask(1)[42]);
}

TEST_CASE("a stepper restored between rounds goes on with the threshold it had") {
    const archetype::lenet_300_100 net;
    archetype::rewinding_host host(net.model);
    host.output = [](int, coppice::index filter) { return 0.004F * static_cast<float>(filter); };
    const auto recipe = coppice::recipe::aiap({.rise = 0.01}, 8);
    coppice::drive::stepper run(recipe, net.model, host, reference{});
    for (int round = 0; round < 5; ++round) {
        run.advance();
    }
    const auto saved = run.save();
    coppice::drive::stepper again(recipe, net.model, host, reference{});
    again.restore(saved);
    while (run.advance()) {
    }
    while (again.advance()) {
    }
    CHECK(again.pruned().save() == run.pruned().save());
}
