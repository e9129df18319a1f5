#include "coppice/step/by_kind.hpp"

#include "archetype/lenet.hpp"
#include "core/refusal.hpp"

#include <limits>
#include <vector>

#include <doctest/doctest.h>

using coppice::step::by_kind;

namespace {

/// What is left of `filters` after each of ten rounds.
std::vector<coppice::index> left_by_round(int layer, coppice::index filters) {
    const archetype::conv_2 net;
    const by_kind round;
    std::vector<coppice::index> left;
    for (coppice::index number = 0; number < 10; ++number) {
        filters -= round.count(net.model, number, layer, filters);
        left.push_back(filters);
    }
    return left;
}

} // namespace

TEST_CASE("of m filters ceil(p (m - 1)) go: the published counts") {
    const archetype::conv_2 net;
    const int convolution = net.model.find("conv1");
    const int dense = net.model.find("fc1");
    const auto count = [&](const by_kind& round, int layer, coppice::index left) {
        return round.count(net.model, 0, layer, left);
    };
    CHECK(count({}, convolution, 64) == 7);
    CHECK(count({}, dense, 300) == 60);
    CHECK(count({}, dense, 256) == 51);
    CHECK(count({.convolution = 0.05}, convolution, 64) == 4);
    CHECK(count({}, convolution, 57) == 6);
    CHECK(
        left_by_round(dense, 300) ==
        std::vector<coppice::index>{240, 192, 153, 122, 97, 77, 61, 49, 39, 31});
    CHECK(
        left_by_round(convolution, 64) ==
        std::vector<coppice::index>{57, 51, 46, 41, 37, 33, 29, 26, 23, 20});
}

TEST_CASE("a round never empties a layer, whatever its share, and goes on down to one filter") {
    const archetype::conv_2 net;
    for (const double share : {0.0, 0.01, 0.1, 0.2, 0.5, 0.9, 0.999}) {
        const by_kind round{.convolution = share, .dense = share};
        CHECK(round.count(net.model, 0, 0, 1) == 0);
        CHECK(round.count(net.model, 0, 0, 2) == (share > 0 ? 1 : 0));
        for (coppice::index left = 1; left < 400; ++left) {
            const coppice::index gone = round.count(net.model, 0, 0, left);
            REQUIRE(gone >= 0);
            REQUIRE(gone < left);
            REQUIRE((gone > 0) == (share > 0 && left > 1));
        }
    }
}

TEST_CASE("the first rounds may go slowly: ResNet-50 takes 5% for four rounds, then 20%") {
    const archetype::conv_2 net;
    const by_kind round{.convolution = 0.2, .rounds = 9, .slow_rounds = 4};
    for (coppice::index number = 0; number < 9; ++number) {
        for (const int layer : {net.model.find("conv1"), net.model.find("fc1")}) {
            CHECK(round.count(net.model, number, layer, 101) == (number < 4 ? 5 : 20));
        }
    }
}

TEST_CASE("a round covers the whole model") {
    const archetype::lenet_300_100 net;
    const by_kind round{.rounds = 21};
    CHECK(round.steps(net.model) == 21);
    CHECK(round.layers(net.model, 3) == std::vector<int>{0, 1, 2});
    CHECK(round.name(net.model, 20) == "round 21");
}

TEST_CASE("shares of a round are in [0, 1), and there is a round at least") {
    CHECK_NOTHROW(by_kind{}.validate());
    CHECK(refusal([] {
              by_kind{.convolution = 1}.validate();
          }) == "step::by_kind: convolution is 1; it must be in [0, 1)");
    CHECK(refusal([] {
              by_kind{.dense = -0.1}.validate();
          }) == "step::by_kind: dense is -0.1; it must be in [0, 1)");
    CHECK(refusal([] {
              by_kind{.slow = 1}.validate();
          }) == "step::by_kind: slow is 1; it must be in [0, 1)");
    CHECK(refusal([] {
              by_kind{.slow_rounds = -1}.validate();
          }) == "step::by_kind: slow_rounds is -1; it must be at least 0");
    CHECK(refusal([] {
              by_kind{.rounds = 0}.validate();
          }) == "step::by_kind: rounds is 0; it must be at least 1");
    CHECK_THROWS_AS(
        by_kind{.dense = std::numeric_limits<double>::quiet_NaN()}.validate(), coppice::error);
}
