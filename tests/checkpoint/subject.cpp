#include "coppice/checkpoint/subject.hpp"

#include "archetype/lenet.hpp"
#include "archetype/resnet.hpp"
#include "coppice/recipe/named.hpp"

#include <doctest/doctest.h>

using coppice::checkpoint::subject_of;

namespace {

/// A score that cannot be saved; its type alone counts.
struct pointing {
    using role = coppice::role::score;
    const double* factor = nullptr;

    static constexpr double accumulate(double sum, float weight) { return sum + weight; }
    static constexpr double finish(double sum, coppice::index /*members*/) { return sum; }
};

} // namespace

TEST_CASE("a subject is the same for the same recipe and model, and another for any other") {
    const archetype::resnet net(1);
    const archetype::lenet_300_100 other;
    const auto of = [&](const auto& recipe) { return subject_of(recipe, net.model); };
    const auto recipe = coppice::recipe::ice_pick(0.5);
    CHECK(of(recipe) == of(coppice::recipe::ice_pick(0.5)));
    CHECK(of(recipe).recipe != of(coppice::recipe::ice_pick(0.6)).recipe);
    CHECK(of(recipe).recipe != of(coppice::recipe::naive_iterative(0.5)).recipe);
    CHECK(of(recipe).model == of(coppice::recipe::naive_iterative(0.5)).model);
    CHECK(of(recipe).model != subject_of(recipe, other.model).model);
    CHECK(of(recipe).recipe == subject_of(recipe, other.model).recipe);
}

TEST_CASE("a policy that cannot be saved counts by its type") {
    const archetype::resnet net(1);
    const double one = 1;
    CHECK(
        subject_of(coppice::compose(pointing{}), net.model) ==
        subject_of(coppice::compose(pointing{&one}), net.model));
    CHECK_FALSE(
        subject_of(coppice::compose(pointing{}), net.model) ==
        subject_of(coppice::compose(coppice::score::l1{}), net.model));
}
