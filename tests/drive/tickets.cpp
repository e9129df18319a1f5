#include "coppice/drive/tickets.hpp"

#include "archetype/lenet.hpp"
#include "archetype/wandering_host.hpp"
#include "coppice/backend/reference.hpp"
#include "coppice/recipe/named.hpp"

#include <utility>
#include <vector>

#include <doctest/doctest.h>

TEST_CASE("tickets takes all rounds and leaves the host with the ticket") {
    archetype::little_lenet net;
    archetype::wandering_host host(net.model);
    const auto recipe = coppice::recipe::tickets(
        coppice::schedule::one_cycle{.target = .95}, coppice::rewind::weights{.to = 0, .of = 2});
    std::vector<std::pair<int, int>> told;
    const auto watch = [&](const auto& session, int round, int epoch) {
        CHECK(session.progress() == epoch / 2.0);
        told.emplace_back(round, epoch);
    };
    const auto ticket =
        coppice::drive::tickets(recipe, net.model, host, coppice::backend::reference{}, 3, watch);
    CHECK(told == std::vector<std::pair<int, int>>{{1, 1}, {1, 2}, {2, 1}, {2, 2}, {3, 1}, {3, 2}});
    for (const auto& layer : ticket.outcomes()) {
        CHECK(layer.pruned == coppice::floor_share(.95, layer.groups));
    }
    const auto weight = net.model.weight(0).values; // the first values of the model
    const auto mask = ticket.mask(0);
    bool same = true;
    for (coppice::index i = 0; i < mask.size; ++i) {
        const float start = host.start()[static_cast<std::size_t>(i)];
        same = same && weight.data()[i] == (mask[i] ? start : 0.0F);
    }
    CHECK(same);
    CHECK(host.calls.back() == "rewind");
}

TEST_CASE("tickets are the same, watched by nobody") {
    const auto recipe = coppice::recipe::tickets(
        coppice::schedule::agp{.target = .5}, coppice::rewind::weights{.to = 0, .of = 1});
    const auto masks = [&](auto... watcher) {
        archetype::little_lenet net;
        archetype::wandering_host host(net.model);
        return coppice::drive::tickets(
                   recipe, net.model, host, coppice::backend::reference{}, 2, watcher...)
            .save()
            .masks;
    };
    CHECK(masks() == masks([](const auto&, int, int) {}));
}
