#include "nn/optimiser/nadam.hpp"

#include <doctest/doctest.h>

#include "nn/optimiser/steps.hpp"

namespace {

using namespace nn;

TEST_CASE("Nesterov Adam follows its formula") {
    network net = test::single_weight(1.0F);
    nadam plain;
    const auto weights = test::weights_after(plain, net, {.5F, -.25F, 1.F}, 0.1);
    CHECK(weights[0] == doctest::Approx(0.8943548242773647).epsilon(1e-6));
    CHECK(weights[1] == doctest::Approx(0.9354657961611362).epsilon(1e-6));
    CHECK(weights[2] == doctest::Approx(0.8356555860737913).epsilon(1e-6));
}

TEST_CASE("Nesterov Adam with weight decay") {
    network net = test::single_weight(-2.0F);
    nadam decaying({.weight_decay = 0.1});
    const auto weights = test::weights_after(decaying, net, {.5F, -.25F, 1.F}, 0.1);
    CHECK(weights[0] == doctest::Approx(-2.105645174314033).epsilon(1e-6));
    CHECK(weights[1] == doctest::Approx(-2.0215126408914577).epsilon(1e-6));
    CHECK(weights[2] == doctest::Approx(-2.1130317315309037).epsilon(1e-6));
}

} // namespace
