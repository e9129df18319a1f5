#include "coppice/drive/ticket_search.hpp"

#include "archetype/lenet.hpp"
#include "archetype/resnet.hpp"
#include "archetype/wandering_host.hpp"
#include "coppice/backend/eigen.hpp"
#include "coppice/backend/reference.hpp"
#include "coppice/couple/together.hpp"
#include "coppice/recipe/named.hpp"
#include "coppice/schedule/cosine.hpp"
#include "coppice/schedule/exponential.hpp"
#include "coppice/schedule/geometric.hpp"
#include "coppice/schedule/linear.hpp"
#include "coppice/select/global.hpp"
#include "core/refusal.hpp"

#include <cstddef>
#include <vector>

#include <doctest/doctest.h>

namespace {

using coppice::backend::reference;
using coppice::drive::ticket_search;
namespace rewind = coppice::rewind;
namespace schedule = coppice::schedule;

constexpr auto unwatched_rounds = [](const auto&, int, int) {};

/// Whether a layer's weights are zero where the mask cuts, and as they were where it does not.
template <class Pruner>
bool holds_ticket(
    const Pruner& pruned, const coppice::model::description<float>& model, int layer,
    const std::vector<float>& then) {
    const auto now = model.weight(layer).values;
    const auto mask = pruned.mask(layer);
    bool good = mask.size == now.size();
    for (coppice::index i = 0; i < now.size(); ++i) {
        const float expected = mask[i] ? then[static_cast<std::size_t>(i)] : 0.0F;
        good = good && now.data()[i] == expected;
    }
    return good;
}

struct forgetful_wanderer : archetype::wandering_host {
    using wandering_host::wandering_host;

    template <class Guide>
    void train_epoch(Guide& guide) {
        guide.after_step(0.5);
    }
};

std::vector<float> copy_of(const coppice::view<float>& values) {
    return {values.data(), values.data() + values.size()};
}

} // namespace

TEST_CASE("five rounds to 95% go to the geometric targets, whatever the schedule inside") {
    const auto check = [](const auto& inside) {
        archetype::little_lenet net;
        archetype::wandering_host host(net.model);
        const auto recipe = coppice::recipe::tickets(inside, rewind::weights{.to = 0, .of = 1});
        ticket_search search(recipe, net.model, host, reference{}, 5);
        const double rounds[] = {.45071973, .69829118, .83427730, .90897179, .95};
        CHECK(search.target(0) == 0);
        for (int round = 1; round <= 5; ++round) {
            CHECK(search.target(round) == doctest::Approx(rounds[round - 1]).epsilon(1e-8));
            REQUIRE(search.advance(unwatched_rounds));
            CHECK(search.done() == round);
            for (const auto& layer : search.pruned().outcomes()) {
                CHECK(layer.pruned == coppice::floor_share(search.target(round), layer.groups));
            }
        }
        CHECK(search.target(5) == .95); // exactly
        CHECK_FALSE(search.advance(unwatched_rounds));
    };
    check(schedule::one_cycle{.target = .95});
    check(schedule::agp{.target = .95});
    check(schedule::iterative{.target = .95});
    check(schedule::one_shot{.target = .95, .at = 1});
    check(schedule::linear{.target = .95});
    check(schedule::cosine{.target = .95});
    check(schedule::exponential{.target = .95});
    check(schedule::geometric{.target = .95});
}

TEST_CASE("inside a round the sparsity runs along the schedule from round to round") {
    archetype::little_lenet net;
    archetype::wandering_host host(net.model);
    const schedule::one_cycle inside{.target = .9};
    const auto recipe = coppice::recipe::tickets(inside, rewind::weights{.to = 0, .of = 4});
    ticket_search search(recipe, net.model, host, reference{}, 2);
    int calls = 0;
    const auto watch = [&](const auto& session, int round, int epoch) {
        ++calls;
        CHECK(calls == 4 * (round - 1) + epoch);
        const schedule::one_cycle due{
            .target = search.target(round), .initial = search.target(round - 1)};
        for (const auto& layer : session.pruned().outcomes()) {
            CHECK(layer.pruned == coppice::floor_share(due.sparsity(epoch / 4.0), layer.groups));
        }
    };
    while (search.advance(watch)) {
    }
    CHECK(calls == 8);
}

TEST_CASE("one-shot at the end of a round trains it whole, and then prunes") {
    archetype::little_lenet net;
    archetype::wandering_host host(net.model);
    const auto recipe = coppice::recipe::tickets(
        schedule::one_shot{.target = .75, .at = 1}, rewind::weights{.to = 0, .of = 2});
    ticket_search search(recipe, net.model, host, reference{}, 2);
    std::vector<double> sparsity;
    host.after_optimiser = [&] { sparsity.push_back(search.pruned().sparsity()); };
    while (search.advance()) {
    }
    REQUIRE(sparsity.size() == 16);
    for (std::size_t step = 0; step < 16; ++step) {
        CHECK(sparsity[step] == doctest::Approx(step < 8 ? 0 : 0.5).epsilon(1e-4));
    }
}

TEST_CASE_TEMPLATE(
    "masks are nested over rounds, in force after every step, and the weights go back", Backend,
    coppice::backend::reference, coppice::backend::eigen) {
    archetype::little_lenet net;
    archetype::wandering_host host(net.model);
    const auto recipe = coppice::recipe::tickets(
        schedule::one_cycle{.target = .8}, rewind::weights{.to = 0, .of = 1});
    ticket_search search(recipe, net.model, host, Backend{}, 3);
    const auto weight = net.model.weight(1).values;
    const std::vector<float> start = copy_of(weight);
    bool enforced = true;
    host.after_step = [&] {
        const auto mask = search.pruned().mask(1);
        for (coppice::index i = 0; i < mask.size; ++i) {
            enforced = enforced && (mask[i] || weight.data()[i] == 0);
        }
    };
    std::vector<coppice::mask::word> last = search.save().pruned.masks;
    while (search.advance(unwatched_rounds)) {
        const auto now = search.save().pruned.masks;
        for (std::size_t i = 0; i < now.size(); ++i) {
            CHECK((now[i] & ~last[i]) == 0);
        }
        CHECK(now != last);
        last = now;
        CHECK(holds_ticket(search.pruned(), net.model, 1, start));
    }
    CHECK(enforced);
}

TEST_CASE("any granularity and scope: filters of all layers together") {
    archetype::little_lenet net;
    archetype::wandering_host host(net.model);
    const auto recipe = coppice::compose(
        coppice::granularity::filter{}, coppice::select::global{}, schedule::agp{.target = .5},
        rewind::weights{.to = 0, .of = 1});
    ticket_search search(recipe, net.model, host, reference{}, 2);
    while (search.advance(unwatched_rounds)) {
    }
    CHECK(search.pruned().sparsity() == doctest::Approx(0.5));
    CHECK(search.pruned().size().parameters < search.pruned().full_size().parameters);
}

TEST_CASE("layers that the recipe couples are pruned together") {
    archetype::resnet net(1);
    archetype::wandering_host host(net.model);
    const auto sizes = [&](const auto& couple) {
        const auto recipe = coppice::compose(
            coppice::granularity::filter{}, couple, schedule::one_shot{.target = .5, .at = 1},
            rewind::weights{.to = 0, .of = 1});
        ticket_search search(recipe, net.model, host, reference{}, 1);
        while (search.advance(unwatched_rounds)) {
        }
        return search.pruned().size().parameters;
    };
    CHECK(sizes(coppice::couple::together{}) < sizes(coppice::couple::none{}));
}

TEST_CASE("a later epoch is gone back to, and the rate goes on from there") {
    archetype::little_lenet net;
    archetype::wandering_host host(net.model);
    const coppice::lr::warmup_decay rate{.base = 1, .warmup = 0.25};
    const auto recipe = coppice::recipe::tickets(
        schedule::one_cycle{.target = .8}, rewind::weights{.to = 1, .of = 4}, rate);
    ticket_search search(recipe, net.model, host, reference{}, 2);
    while (search.advance(unwatched_rounds)) {
    }
    CHECK(host.rewound == std::vector<int>{1, 1, 1, 1}); // before and after each round
    REQUIRE(host.rates.size() == 2 * 3 * 4);
    for (std::size_t step = 0; step < host.rates.size(); ++step) {
        const double progress = (1 + static_cast<double>(step % 12) / 4) / 4;
        CHECK(host.rates[step] == doctest::Approx(rate.rate({.progress = progress})));
    }
    for (const std::string& call : host.calls) {
        CHECK(call != "reset"); // the optimiser comes with the epoch
        CHECK(call != "evaluate");
    }
}

TEST_CASE("a schedule that begins above 0 begins there") {
    archetype::little_lenet net;
    archetype::wandering_host host(net.model);
    const auto recipe = coppice::recipe::tickets(
        schedule::linear{.target = .9, .initial = .6}, rewind::weights{.to = 0, .of = 1});
    const ticket_search search(recipe, net.model, host, reference{}, 2);
    CHECK(search.target(0) == .6);
    CHECK(search.target(1) == doctest::Approx(.8)); // what is left halves each round
    CHECK(search.target(2) == .9);
}

TEST_CASE("saved and restored between rounds, a search goes on bit for bit") {
    const auto recipe = coppice::recipe::tickets(
        schedule::one_cycle{.target = .9}, rewind::weights{.to = 0, .of = 1});
    const auto run = [&](bool interrupted) {
        archetype::little_lenet net;
        archetype::wandering_host host(net.model);
        ticket_search first(recipe, net.model, host, reference{}, 3);
        REQUIRE(first.advance(unwatched_rounds));
        ticket_search second(recipe, net.model, host, reference{}, 3);
        if (interrupted) {
            second.restore(first.save());
            CHECK(second.done() == 1);
        }
        auto& rest = interrupted ? second : first;
        while (rest.advance(unwatched_rounds)) {
        }
        CHECK(rest.done() == 3);
        return rest.save().pruned.masks;
    };
    CHECK(run(false) == run(true));
}

TEST_CASE("a search refuses what it cannot do") {
    archetype::little_lenet net;
    archetype::wandering_host host(net.model);
    const auto recipe = coppice::recipe::tickets(
        schedule::one_cycle{.target = .9}, rewind::weights{.to = 0, .of = 1});
    CHECK(refusal([&] {
              static_cast<void>(ticket_search(recipe, net.model, host, reference{}, 0));
          }) == "tickets: number of rounds is 0; it must be at least 1");
    ticket_search search(recipe, net.model, host, reference{}, 3);
    auto state = search.save();
    state.done = 4;
    CHECK(refusal([&] {
              search.restore(state);
          }) == "restore: number of rounds done is 4; it must be in [0, 3]");
    CHECK(search.done() == 0);
}

TEST_CASE("a trainer that does not tell of all steps of a round is found out") {
    archetype::little_lenet net;
    forgetful_wanderer host(net.model);
    const auto recipe = coppice::recipe::tickets(
        schedule::one_cycle{.target = .9}, rewind::weights{.to = 0, .of = 1});
    ticket_search search(recipe, net.model, host, reference{}, 3);
    CHECK(
        refusal([&] { search.advance(unwatched_rounds); }) ==
        "tickets: share of the epoch that the trainer's last after_step told of is 0.5; it must be "
        "1: count the steps of an epoch, the last partial batch included");
}
