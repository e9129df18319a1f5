#include "coppice/toolbox/prune.hpp"

#include "archetype/storage.hpp"
#include "coppice/backend/eigen.hpp"
#include "coppice/score/l2.hpp"
#include "coppice/score/taylor.hpp"
#include "coppice/select/global.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using coppice::view;
using coppice::granularity::filter;
using coppice::granularity::weight;

TEST_CASE_TEMPLATE(
    "scores come in the order of the groups", backend_type, coppice::backend::reference,
    coppice::backend::eigen) {
    std::vector<float> weights = {1, -2, 3, -4, 0.5, 0};
    backend_type backend;
    const view<float> tensor(weights.data(), {3, 2});
    CHECK(coppice::scores(backend, tensor, filter{}) == std::vector<double>{3, 7, 0.5});
    CHECK(
        coppice::scores(backend, tensor, filter{}, coppice::score::l2{}) ==
        std::vector<double>{std::sqrt(5.0), 5, 0.5});
    CHECK(coppice::scores(backend, tensor, weight{})[3] == 4);
}

TEST_CASE_TEMPLATE(
    "the share is exact and ties go by the lowest index", backend_type, coppice::backend::reference,
    coppice::backend::eigen) {
    std::vector<float> weights(100, 1.0F);
    backend_type backend;
    const view<float> tensor(weights.data(), {10, 10});
    const auto mask = coppice::prune(backend, tensor, 0.29, weight{});
    CHECK(backend.kept(mask) == 71);
    CHECK_FALSE(mask[28]);
    CHECK(mask[29]);
    CHECK(weights[0] == 1); // a mask alone changes nothing
    coppice::apply(backend, mask, tensor, weight{});
    CHECK(weights[28] == 0);
    CHECK(weights[29] == 1);
}

TEST_CASE("together, the smaller tensor's weights go first") {
    archetype::storage memory;
    const view<float> large = memory.make({10, 10});
    const view<float> small = memory.make({10, 10});
    for (coppice::index i = 0; i < 100; ++i) {
        small.data()[i] *= 1e-3F;
        large.data()[i] += large.data()[i] < 0 ? -1.0F : 1.0F;
    }
    const std::vector<view<float>> tensors = {large, small};
    coppice::backend::eigen backend;
    const auto masks = coppice::prune(
        backend, tensors, 0.4, weight{}, coppice::score::l1{}, coppice::select::global{});
    CHECK(backend.kept(masks[0]) == 100);
    CHECK(backend.kept(masks[1]) == 20);
}

TEST_CASE("scores from elsewhere prune") {
    coppice::backend::eigen backend;
    const std::vector<double> first{5, 1, 4, 2};
    const std::vector<double> second{3, 6};
    const std::vector<coppice::score::stored> sources{{first.data(), 4}, {second.data(), 2}};
    const auto local = coppice::prune_by(backend, sources, 0.5);
    CHECK(backend.kept(local[0]) == 2);
    CHECK((local[0][0] && local[0][2] && local[1][1]));
    const auto global = coppice::prune_by(backend, sources, 0.5, coppice::select::global{});
    CHECK((global[0][0] && global[0][2] && global[1][1]));
    CHECK(backend.kept(global[1]) == 1);
}

TEST_CASE("a score may read a further tensor, of the same shape") {
    const std::vector<float> weights{1, 2, 3, 4, 5, 6};
    const std::vector<float> gradients{1, -1, 0, 2, 0, -1};
    const view<const float> weight(weights.data(), {2, 3});
    const view<const float> gradient(gradients.data(), {2, 3});
    coppice::backend::eigen backend;
    CHECK(
        coppice::scores(backend, weight, filter{}, coppice::score::taylor{}, gradient) ==
        std::vector<double>{1, 2});
    const view<const float> flat(gradients.data(), {6});
    CHECK_THROWS_WITH_AS(
        static_cast<void>(
            coppice::scores(backend, weight, filter{}, coppice::score::taylor{}, flat)),
        "scores: shape of a further tensor is 6; it must be 2 x 3", coppice::error);
}

TEST_CASE("what cannot be pruned is refused") {
    std::vector<float> weights = {1, 2, std::numeric_limits<float>::quiet_NaN(), 4};
    coppice::backend::eigen backend;
    const view<float> flat(weights.data(), {4});
    const auto prune = [&](double share, const auto& granularity) {
        static_cast<void>(coppice::prune(backend, flat, share, granularity));
    };
    CHECK_THROWS_WITH_AS(
        prune(1.2, weight{}), "prune: share is 1.2; it must be in [0, 1)", coppice::error);
    CHECK_THROWS_WITH_AS(
        prune(0.5, weight{}), "tensor 0: the score of group 2 is NaN; it must be a number",
        coppice::error);
    CHECK_THROWS_WITH_AS(
        prune(0.5, filter{}), "tensor 0: shape is 4; it must be of at least 2 axes",
        coppice::error);
    const coppice::mask::owned<coppice::backend::eigen> mask(backend, 3);
    CHECK_THROWS_WITH_AS(
        coppice::apply(backend, mask, flat, weight{}), "apply: size of the mask is 3; it must be 4",
        coppice::error);
}
