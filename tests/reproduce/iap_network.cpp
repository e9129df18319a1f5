#include "reproduce/lenet.hpp"

#include "trainer/sample.hpp"

#include <coppice/recipe/named.hpp>

#include <doctest/doctest.h>

TEST_CASE("a LeNet trains as the paper's does") {
    const reproduce::lenet_setting how = reproduce::lenet_300_100(reproduce::scale::paper);
    CHECK(how.epochs == 6);
    CHECK(how.back_to == 5);
    CHECK(how.rate.base == 1.2e-3);
    CHECK(how.rise == 0.01);
    CHECK(how.images == 0); // all
    const reproduce::lenet_setting other = reproduce::lenet_5(reproduce::scale::paper);
    CHECK(nn::make_model(other.model, {3, 32, 32}, 10, 1).net.parameter_count() == 4'301'642);
    CHECK(other.epochs == 24);
    CHECK(other.back_to == 22);
    CHECK(other.rate.base == 2e-4);
    CHECK(other.rise == 0.01);
    CHECK(other.images == 0);
}

TEST_CASE("a pruned LeNet's curve begins with the dense network and ends at the size asked for") {
    data::data_set set;
    set.training = sample::spots(240, 28);
    set.test = sample::spots(40, 28, 1, 4, 2);
    const reproduce::lenet network(set, reproduce::lenet_300_100(reproduce::scale::paper), 3);
    const auto prune = [&](const auto& recipe, double share) {
        return network.prune("method", recipe, share);
    };
    const reproduce::curve some = prune(coppice::recipe::iap(), 0.6);
    REQUIRE(some.points.size() == 4); // 80.1%, 64.2%, 51.3% of 266,004 with four classes
    CHECK(some.seed == 3);
    CHECK(some.method == "method");
    CHECK(some.points[0].round == 0);
    CHECK(some.points[0].masked == some.points[0].shrunk);
    CHECK(some.points[0].masked.parameters == 266'004);
    CHECK(some.points[0].stability == 0);
    CHECK(some.points[0].test.total == 40);
    CHECK(some.points[0].test.percent() > 90);
    for (std::size_t round = 1; round < some.points.size(); ++round) {
        CHECK(some.points[round].masked.parameters > some.points[round].shrunk.parameters);
        CHECK(some.points[round].stability > 0);
    }
    const reproduce::curve all = prune(coppice::recipe::ilp({.rounds = 5}), 0);
    CHECK(all.points.size() == 6); // the rounds are over
    const reproduce::curve again = prune(coppice::recipe::iap(), 0.6);
    CHECK(again.points[3].stability == some.points[3].stability);
    CHECK(again.points[3].test == some.points[3].test);
}
