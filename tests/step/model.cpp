#include "coppice/step/model.hpp"

#include "core/refusal.hpp"
#include "step/network.hpp"

#include <limits>
#include <vector>

#include <doctest/doctest.h>

using coppice::step::model;

TEST_CASE("a step is the whole model, several times over") {
    const network of;
    const model step{.rounds = 3};
    CHECK(step.steps(of.described) == 3);
    CHECK(step.layers(of.described, 0) == std::vector<int>{0, 1, 2, 3});
    CHECK(step.layers(of.described, 2) == std::vector<int>{0, 1, 2, 3});
    CHECK(step.name(of.described, 0) == "round 1");
    CHECK(step.name(of.described, 2) == "round 3");
    CHECK(model{.ratio = 0.55}.count(100) == 55);
    CHECK(model{}.rounds == 1);
}

TEST_CASE("a model's ratio is in [0, 1), and it takes a round at least") {
    CHECK_NOTHROW(model{}.validate());
    CHECK(refusal([] {
              model{.ratio = 1}.validate();
          }) == "step::model: ratio is 1; it must be in [0, 1)");
    CHECK(refusal([] {
              model{.rounds = 0}.validate();
          }) == "step::model: rounds is 0; it must be at least 1");
    for (const double bad : {-0.1, std::numeric_limits<double>::quiet_NaN()}) {
        CHECK_THROWS_AS(model{.ratio = bad}.validate(), coppice::error);
    }
}
