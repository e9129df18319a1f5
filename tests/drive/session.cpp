#include "coppice/drive/session.hpp"

#include "archetype/resnet.hpp"
#include "coppice/backend/eigen.hpp"
#include "coppice/backend/reference.hpp"
#include "coppice/normalise/mean.hpp"
#include "coppice/recipe/named.hpp"
#include "coppice/schedule/agp.hpp"
#include "coppice/score/geometric_median.hpp"
#include "coppice/score/lamp.hpp"
#include "coppice/select/global.hpp"
#include "heap.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <limits>
#include <vector>

using coppice::backend::eigen;
using coppice::backend::reference;
using coppice::drive::session;

namespace {

/// What an optimiser does to weights between two steps of a session.
void disturb(archetype::resnet& net) {
    for (const auto& parameter : net.model.parameters()) {
        for (coppice::index i = 0; i < parameter.values.size(); ++i) {
            parameter.values.data()[i] += 0.01F * static_cast<float>(i % 5 - 2);
        }
    }
}

} // namespace

TEST_CASE_TEMPLATE(
    "a session's steps allocate nothing", granularity, coppice::granularity::weight,
    coppice::granularity::filter) {
    archetype::resnet net(1);
    const auto count = [&](auto backend, auto selection) {
        const auto recipe = coppice::compose(
            granularity{}, selection, coppice::schedule::one_cycle{.target = 0.9},
            coppice::lr::pruning_aware{});
        session pruning(recipe, net.model, backend);
        const std::size_t before = heap::allocations();
        double rates = 0;
        for (int step = 1; step <= 10; ++step) {
            disturb(net);
            rates += pruning.rate();
            pruning.after_step(step / 10.0);
        }
        CHECK(rates > 0);
        CHECK(heap::allocations() == before);
    };
    count(eigen{}, coppice::select::local{});
    count(eigen{}, coppice::select::global{});
    count(reference{}, coppice::select::local{});
    count(reference{}, coppice::select::global{});
}

TEST_CASE_TEMPLATE(
    "nor do they with scores of all groups, normalised and rounded", score, coppice::score::lamp,
    coppice::score::geometric_median) {
    archetype::resnet net(1);
    const auto recipe = coppice::compose(
        coppice::granularity::filter{}, score{}, coppice::normalise::mean{},
        coppice::select::global{.multiple = 4}, coppice::schedule::agp{.target = 0.5});
    session pruning(recipe, net.model, eigen{});
    const std::size_t before = heap::allocations();
    for (int step = 1; step <= 5; ++step) {
        disturb(net);
        pruning.after_step(step / 5.0);
    }
    CHECK(heap::allocations() == before);
    CHECK(pruning.pruned().sparsity() > 0.3);
}

TEST_CASE("a session ends at its target exactly, layer by layer") {
    archetype::resnet net(1);
    session pruning(coppice::recipe::one_cycle(0.9), net.model, reference{});
    pruning.after_step(0.5);
    pruning.finish();
    for (const auto& layer : pruning.pruned().outcomes()) {
        CHECK(layer.pruned == coppice::floor_share(0.9, layer.groups));
    }
}

TEST_CASE("pruned weights stay zero whatever the optimiser does, and never come back") {
    archetype::resnet net(1);
    session pruning(coppice::recipe::agp(0.8), net.model, reference{});
    std::vector<coppice::mask::word> last = pruning.save().pruned.masks;
    for (int step = 1; step <= 20; ++step) {
        disturb(net);
        pruning.after_step(step / 20.0);
        const auto now = pruning.save().pruned.masks;
        for (std::size_t i = 0; i < now.size(); ++i) {
            CHECK((now[i] & ~last[i]) == 0);
        }
        last = now;
        const auto weight = net.model.weight(2).values;
        const auto mask = pruning.pruned().mask(2);
        bool zero = true;
        for (coppice::index i = 0; i < mask.size; ++i) {
            zero = zero && (mask[i] || weight.data()[i] == 0);
        }
        CHECK(zero);
    }
}

/// Makes one layer's weights so small that they go first.
void shrink(archetype::resnet& net, int layer) {
    const auto values = net.model.weight(layer).values;
    for (coppice::index i = 0; i < values.size(); ++i) {
        values.data()[i] *= 1e-3F;
    }
}

TEST_CASE("where the schedule asks for no more, nothing goes, rounded down or not") {
    for (const double target : {0.1, 0.2, 0.3, 0.4, 0.5}) {
        CAPTURE(target);
        archetype::resnet net(1);
        const auto recipe = coppice::compose(
            coppice::granularity::filter{}, coppice::select::global{.multiple = 8},
            coppice::schedule::one_shot{.target = target});
        session pruning(recipe, net.model, reference{});
        pruning.after_step(0.4);
        const auto before = pruning.save();
        for (const auto& layer : pruning.pruned().outcomes()) {
            shrink(net, layer.layer);
            pruning.after_step(0.5);
            CHECK(pruning.save().pruned == before.pruned);
        }
        session restored(recipe, net.model, reference{});
        restored.restore(before);
        restored.after_step(0.5);
        CHECK(restored.save().pruned == before.pruned);
    }
}

TEST_CASE("saved and restored, a session goes on bit for bit") {
    const auto recipe = coppice::recipe::one_cycle(0.9);
    const auto run = [&](bool interrupted) {
        archetype::resnet net(1);
        session first(recipe, net.model, reference{});
        for (int step = 1; step <= 10; ++step) {
            disturb(net);
            first.after_step(step / 20.0);
        }
        session second(recipe, net.model, reference{});
        if (interrupted) {
            second.restore(first.save());
        }
        auto& rest = interrupted ? second : first;
        for (int step = 11; step <= 20; ++step) {
            disturb(net);
            rest.after_step(step / 20.0);
        }
        return rest.save().pruned.masks;
    };
    CHECK(run(false) == run(true));
}

TEST_CASE("progress runs from 0 to 1 and never back") {
    archetype::resnet net(1);
    session pruning(coppice::recipe::agp(0.5), net.model, reference{});
    pruning.after_step(0.4);
    CHECK_THROWS_WITH_AS(
        pruning.after_step(0.3), "session: progress is 0.3; it must be in [0.4, 1]",
        coppice::error);
    CHECK_THROWS_AS(pruning.after_step(1.1), coppice::error);
    CHECK(pruning.progress() == 0.4);
}

TEST_CASE("a state that no session saved is refused") {
    archetype::resnet net(1);
    session pruning(coppice::recipe::agp(0.5), net.model, reference{});
    auto state = pruning.save();
    state.progress = std::numeric_limits<double>::quiet_NaN();
    CHECK_THROWS_WITH_AS(
        pruning.restore(state), "restore: progress is nan; it must be in [0, 1]", coppice::error);
}

TEST_CASE("a schedule that leaves its range is refused before anything changes") {
    struct runaway {
        using role = coppice::role::schedule;
        [[nodiscard]] static double sparsity(double t) { return 2 * t; }
    };
    archetype::resnet net(1);
    session pruning(coppice::compose(runaway{}), net.model, reference{});
    CHECK_THROWS_WITH_AS(
        pruning.after_step(0.75),
        "session: sparsity due at 0.75 of the training is 1.5; it must be in [0, 1]",
        coppice::error);
    CHECK(pruning.progress() == 0);
}
