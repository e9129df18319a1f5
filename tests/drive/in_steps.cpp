#include "coppice/drive/in_steps.hpp"

#include "archetype/host.hpp"
#include "archetype/resnet.hpp"
#include "coppice/backend/eigen.hpp"
#include "coppice/recipe/named.hpp"
#include "coppice/select/adaptive_threshold.hpp"
#include "coppice/select/budget.hpp"
#include "coppice/step/layer.hpp"
#include "coppice/stop/accuracy_floor.hpp"
#include "coppice/stop/parameter_budget.hpp"
#include "coppice/stop/target_sparsity.hpp"
#include "coppice/trigger/never.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>

using coppice::compose;
using coppice::backend::eigen;
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

} // namespace

TEST_CASE("ResNet-20 at 60%, block by block, leaves the published shares of its weights") {
    const archetype::resnet net(3);
    archetype::host host;
    const auto recipe = compose(granularity::filter{}, step::block{.ratio = 0.6}, trigger::never{});
    const auto made = in_steps(recipe, net.model, host, eigen{});
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
        host, eigen{});
    REQUIRE(budgeted.report.steps.size() == 1);
    CHECK(budgeted.report.steps[0].size.parameters <= 60'000);
    CHECK(budgeted.report.steps[0].retrained);
    CHECK(budgeted.report.steps[0].layers[0].why != coppice::select::limit::budget);
    const auto missed = in_steps(
        compose(granularity::filter{}, coppice::select::budget{.parameters = 1}), net.model, host,
        eigen{});
    CHECK(missed.report.steps[0].layers[0].why == coppice::select::limit::budget);
    const archetype::resnet whole(1);
    const auto rising = in_steps(
        compose(
            granularity::filter{}, coppice::select::adaptive_threshold{.rise = 50},
            step::model{.rounds = 6}),
        whole.model, host, eigen{});
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
    auto made = in_steps(recipe, net.model, host, eigen{});
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
        const auto made = in_steps(recipe, net.model, host, eigen{});
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
        compose(granularity::filter{}, step::layer{.ratio = 0.5}), net.model, host, eigen{});
    CHECK(by_layer.report.steps.size() == 3); // nothing is retrained after a layer left alone
    CHECK(by_layer.report.steps[0].name == "stage1.block1.conv1");
    CHECK(by_layer.pruned.sparsity() == 0.5);
    const auto rounds = in_steps(
        compose(granularity::filter{}, step::model{.ratio = 0.25, .rounds = 2}), net.model, host,
        eigen{});
    CHECK(rounds.report.steps[1].name == "round 2");
    CHECK(rounds.pruned.outcomes()[0].pruned == 4 + 3); // of 16: a quarter, then a quarter of 12
}

TEST_CASE("a step that would empty a layer is refused before anything changes") {
    const archetype::resnet net(1);
    archetype::host host;
    CHECK_THROWS_WITH_AS(
        static_cast<void>(in_steps(coppice::recipe::ice_pick(0.95), net.model, host, eigen{})),
        "stage1.block1.conv1: number of groups that a step would remove is 16; it must be below "
        "16, all it has; lower the ratio",
        coppice::error);
    CHECK(host.calls.empty());
    CHECK_THROWS_AS(
        coppice::drive::check_in_steps(coppice::recipe::ice_pick(0.95), net.model, host, eigen{}),
        coppice::error);
    CHECK_NOTHROW(
        coppice::drive::check_in_steps(coppice::recipe::ice_pick(0.9), net.model, host, eigen{}));
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
        net.model, host, eigen{});
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
        compose(granularity::filter{}, step::block{.ratio = 0.5}), net.model, host, eigen{},
        watching));
    CHECK(watching.pruned_steps == 3);
}
