#include "coppice/drive/instability.hpp"

#include "archetype/lenet.hpp"
#include "archetype/wandering_host.hpp"
#include "coppice/backend/reference.hpp"
#include "coppice/drive/tickets.hpp"
#include "coppice/recipe/named.hpp"
#include "core/refusal.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace {

using coppice::drive::instability;
using coppice::drive::path_between;

long times(const std::vector<std::string>& calls, const std::string& call) {
    return std::count(calls.begin(), calls.end(), call);
}

const auto searched = [] {
    return coppice::recipe::tickets(
        coppice::schedule::one_cycle{.target = .9}, coppice::rewind::weights{.to = 0, .of = 1});
};

} // namespace

TEST_CASE("thirty points lie equally far apart on the line, and the middle between them") {
    archetype::lenet_300_100 net;
    archetype::wandering_host host(net.model);
    const auto first = host.save();
    auto second = first;
    for (float& value : second) {
        value += 1;
    }
    std::vector<float> moved;
    host.answer = [&] {
        moved.push_back(net.model.weight(0).values.data()[5] - first[5]);
        const double wrong = 100 * (1 - 4 * std::pow(static_cast<double>(moved.back()) - 0.5, 2));
        return coppice::metric::accuracy{100 - static_cast<coppice::index>(wrong), 100};
    };
    const auto line = path_between(host, first, second, {.recompute = false});
    REQUIRE(line.points().size() == 31);
    REQUIRE(moved.size() == 31);
    for (std::size_t i = 0; i < 31; ++i) {
        const double share = i == 15 ? 0.5 : static_cast<double>(i < 15 ? i : i - 1) / 29;
        CHECK(line.points()[i].share == doctest::Approx(share));
        CHECK(moved[i] == doctest::Approx(share).epsilon(1e-5));
    }
    CHECK(line.middle() == doctest::Approx(1).epsilon(0.02));
    CHECK(line.barrier() == doctest::Approx(1).epsilon(0.02));
    CHECK(host.weights() == first); // as before
    CHECK(
        path_between(host, first, second, {.points = 5, .recompute = false}).points().size() == 5);
}

TEST_CASE("statistics are taken anew at every point, or not at all") {
    archetype::lenet_300_100 net;
    archetype::normalised_wandering_host host(net.model);
    const auto here = host.save();
    static_cast<void>(path_between(host, here, here, {.points = 4, .recompute = false}));
    CHECK(times(host.calls, "recompute") == 0);
    CHECK(times(host.calls, "evaluate") == 5);
    host.calls.clear();
    static_cast<void>(path_between(host, here, here, {.points = 3}));
    CHECK(
        host.calls ==
        std::vector<std::string>{
            "recompute", "evaluate", "recompute", "evaluate", "recompute", "evaluate"});
    archetype::wandering_host without(net.model);
    CHECK(
        refusal([&] { static_cast<void>(path_between(without, here, here)); }) ==
        "path_between: recompute is true; it must be false for a host without "
        "recompute_statistics(), see coppice/drive/trainer.hpp");
    CHECK(refusal([&] {
              static_cast<void>(path_between(host, here, here, {.points = 1}));
          }) == "path_between: number of points is 1; it must be at least 2");
}

TEST_CASE("a walk that cannot be is refused before two copies are trained for it") {
    archetype::lenet_300_100 net;
    archetype::wandering_host host(net.model);
    coppice::drive::pruner pruned(coppice::compose(), net.model, coppice::backend::reference{});
    CHECK(
        refusal([&] { static_cast<void>(instability(searched(), pruned, host)); }) ==
        "path_between: recompute is true; it must be false for a host without "
        "recompute_statistics(), see coppice/drive/trainer.hpp");
    CHECK(times(host.calls, "train") == 0);
    CHECK(times(host.calls, "evaluate") == 0);
}

TEST_CASE("a walk that ends early leaves the weights as they were") {
    archetype::lenet_300_100 net;
    archetype::wandering_host host(net.model);
    const auto first = host.save();
    auto second = first;
    std::fill(second.begin(), second.end(), 0.0F);
    host.answer = []() -> coppice::metric::accuracy { throw std::runtime_error("enough"); };
    CHECK_THROWS_AS(
        static_cast<void>(path_between(host, second, second, {.recompute = false})),
        std::runtime_error);
    CHECK(host.weights() == first);
}

TEST_CASE("two copies of a ticket start alike, see the data in other orders, and stay pruned") {
    archetype::lenet_300_100 net;
    archetype::wandering_host host(net.model);
    const auto recipe = searched();
    auto ticket =
        coppice::drive::tickets(recipe, net.model, host, coppice::backend::reference{}, 2);
    host.calls.clear();
    host.rates.clear();
    const auto masks = ticket.save().masks;
    const auto weight = net.model.weight(1).values;
    const auto mask = ticket.mask(1);
    bool enforced = true;
    host.after_step = [&] {
        for (coppice::index i = 0; i < mask.size; ++i) {
            enforced = enforced && (mask[i] || weight.data()[i] == 0);
        }
    };
    std::vector<float> seen;
    host.answer = [&] {
        const auto kept = std::find_if(
            weight.data(), weight.data() + weight.size(), [](float w) { return w != 0; });
        seen.push_back(*kept);
        return coppice::metric::accuracy{static_cast<coppice::index>(seen.size()), 100};
    };
    const auto report =
        instability(recipe, ticket, host, {.points = 3, .recompute = false}, {11, 22});
    CHECK(enforced);
    CHECK(ticket.save().masks == masks);
    CHECK(
        host.calls == std::vector<std::string>{
                          "order 11", "rewind", "train", "evaluate", "order 22", "rewind", "train",
                          "evaluate", "evaluate", "evaluate", "evaluate"});
    CHECK(host.rates.size() == 2 * archetype::wandering_host::steps);
    CHECK(host.rates[1] == recipe.lr.rate({.progress = 0.25}));
    REQUIRE(seen.size() == 5);
    CHECK(seen[0] != seen[1]);
    CHECK(seen[2] == seen[0]); // the line begins with the first copy
    CHECK(seen[3] == doctest::Approx((seen[0] + seen[1]) / 2));
    CHECK(seen[4] == seen[1]);
    CHECK(report.answers[0].correct == 1);
    CHECK(report.answers[1].correct == 2);
    CHECK(report.between.points()[1].answers.correct == 4);
    CHECK(report.copies[1] == host.weights());
    CHECK(*std::find_if(weight.data(), weight.data() + weight.size(), [](float w) {
        return w != 0;
    }) == seen[1]); // the host is left with the second copy
}

TEST_CASE("the same order makes the same copy: no barrier") {
    archetype::lenet_300_100 net;
    archetype::wandering_host host(net.model);
    const auto recipe = searched();
    auto ticket =
        coppice::drive::tickets(recipe, net.model, host, coppice::backend::reference{}, 1);
    std::vector<float> seen;
    host.answer = [&] {
        const auto weight = net.model.weight(2).values;
        seen.push_back(*std::max_element(weight.data(), weight.data() + weight.size()));
        return coppice::metric::accuracy{90, 100};
    };
    const auto report =
        instability(recipe, ticket, host, {.points = 4, .recompute = false}, {5, 5});
    CHECK(report.between.barrier() == 0);
    for (const float most : seen) {
        CHECK(most == doctest::Approx(seen[0]));
    }
}
