#include "nn/optimiser/sgd.hpp"

#include <doctest/doctest.h>

#include "nn/optimiser/steps.hpp"

namespace {

using namespace nn;

TEST_CASE("plain descent follows the gradient") {
    network net = test::single_weight(1.0F);
    sgd plain;
    const auto weights = test::weights_after(plain, net, {.5F, -.25F}, 0.1);
    CHECK(weights[0] == doctest::Approx(.95));
    CHECK(weights[1] == doctest::Approx(.975));
}

TEST_CASE("descent with momentum and weight decay") {
    network net = test::single_weight(1.0F);
    sgd heavy({.momentum = 0.9, .weight_decay = 0.1});
    const auto weights = test::weights_after(heavy, net, {.5F, -.25F, 1.F}, 0.1);
    CHECK(weights[0] == doctest::Approx(.94));
    CHECK(weights[1] == doctest::Approx(.9016));
    CHECK(weights[2] == doctest::Approx(.758024));
}

TEST_CASE("descent with Nesterov's momentum") {
    network net = test::single_weight(1.0F);
    sgd ahead({.momentum = 0.9, .weight_decay = 0.1, .nesterov = true});
    const auto weights = test::weights_after(ahead, net, {.5F, -.25F, 1.F}, 0.1);
    CHECK(weights[0] == doctest::Approx(.886));
    CHECK(weights[1] == doctest::Approx(.868066));
    CHECK(weights[2] == doctest::Approx(.630906146));
}

} // namespace
