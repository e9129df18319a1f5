#include "nn/loss/distillation.hpp"

#include <doctest/doctest.h>

#include <array>
#include <stdexcept>

namespace {

using namespace nn;

TEST_CASE("distillation of known logits") {
    const tensor student({1, 3}, std::array{1.F, 2.F, .5F});
    const tensor teacher({1, 3}, std::array{.5F, 3.F, -1.F});
    tensor gradient;
    const distillation_loss loss = distil(student, teacher, std::array{1}, gradient);
    CHECK(loss.divergence == doctest::Approx(.109779587).epsilon(1e-8));
    CHECK(loss.cross_entropy == doctest::Approx(.464368784).epsilon(1e-8));
    CHECK(loss.sum() == doctest::Approx(.574148371).epsilon(1e-8));
    CHECK(gradient[0] == doctest::Approx(.276350466).epsilon(1e-6));
    CHECK(gradient[1] == doctest::Approx(-.482613137).epsilon(1e-6));
    CHECK(gradient[2] == doctest::Approx(.206262672).epsilon(1e-6));
}

TEST_CASE("distillation is a mean over the batch") {
    const tensor student({2, 3}, std::array{1.F, 2.F, .5F, 1.F, 2.F, .5F});
    const tensor teacher({2, 3}, std::array{.5F, 3.F, -1.F, .5F, 3.F, -1.F});
    tensor gradient;
    const distillation_loss loss = distil(student, teacher, std::array{1, 1}, gradient);
    CHECK(loss.sum() == doctest::Approx(.574148371).epsilon(1e-8));
    CHECK(gradient[3] == doctest::Approx(.276350466 / 2).epsilon(1e-6));
}

TEST_CASE("a student that agrees with its teacher diverges by nothing") {
    const tensor logits({1, 3}, std::array{1.F, 2.F, .5F});
    tensor gradient;
    CHECK(distil(logits, logits, std::array{0}, gradient, 5.0).divergence == doctest::Approx(0.0));
}

TEST_CASE("distillation refuses what does not fit") {
    tensor gradient;
    CHECK_THROWS_WITH_AS(
        distil(tensor({1, 3}), tensor({1, 4}), std::array{0}, gradient),
        "teacher: logits are 1x4, expected 1x3 like the student's", std::invalid_argument);
    CHECK_THROWS_AS(
        distil(tensor({1, 3}), tensor({1, 3}), std::array{0}, gradient, 0.0),
        std::invalid_argument);
}

} // namespace
