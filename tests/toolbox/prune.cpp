#include "coppice/toolbox/prune.hpp"

#include "archetype/storage.hpp"
#include "coppice/backend/eigen.hpp"
#include "coppice/normalise/max.hpp"
#include "coppice/normalise/mean.hpp"
#include "coppice/select/global.hpp"
#include "coppice/select/threshold.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <limits>

using coppice::view;
using coppice::granularity::filter;
using coppice::granularity::weight;

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

TEST_CASE("a selection may decide by itself how many groups go") {
    std::vector<float> weights{0.1F, 1, 0.2F, 2, 3, 4};
    coppice::backend::eigen backend;
    const view<float> tensor(weights.data(), {2, 3});
    const auto mask = coppice::prune(
        backend, tensor, weight{}, coppice::score::l1{}, coppice::select::threshold{0.5});
    CHECK(mask.pruned == 2);
    CHECK_FALSE((mask[0] || mask[2]));
    const auto filters = coppice::prune(
        backend, std::vector{tensor}, filter{}, coppice::score::l1{},
        coppice::select::budget{.parameters = 3});
    CHECK(filters[0].pruned == 1);
    CHECK_FALSE(filters[0][0]);
}

TEST_CASE("what came between is in the result") {
    archetype::storage memory;
    const view<float> tensor = memory.make({20, 5});
    coppice::backend::eigen backend;
    const auto mask = coppice::prune(
        backend, tensor, 0.5, filter{}, coppice::score::l1{},
        coppice::select::local{.multiple = 8});
    CHECK(mask.pruned == 12);
    CHECK(mask.verdict.asked == 10);
    CHECK(coppice::select::reason(mask.verdict.why) == "the groups left are rounded to a multiple");
}

TEST_CASE("normalised, layers of another scale lose the same share") {
    archetype::storage memory;
    const std::vector<view<float>> tensors{memory.make({50, 20}), memory.make({50, 20})};
    for (coppice::index i = 0; i < 1000; ++i) {
        tensors[1].data()[i] = 100 * tensors[0].data()[i];
    }
    coppice::backend::eigen backend;
    const auto pruned = [&](const auto& norm) {
        const auto masks = coppice::prune(
            backend, tensors, 0.5, weight{}, coppice::score::l1{}, coppice::select::global{}, norm);
        return masks[0].pruned;
    };
    CHECK(pruned(coppice::normalise::none{}) > 950);
    CHECK(std::abs(pruned(coppice::normalise::mean{}) - 500) < 5);
    CHECK(std::abs(pruned(coppice::normalise::max{}) - 500) < 5);
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
    CHECK_THROWS_WITH_AS(
        coppice::apply(backend, mask, flat, filter{}),
        "apply: shape is 4; it must be of at least 2 axes", coppice::error);
    CHECK_THROWS_WITH_AS(
        static_cast<void>(coppice::prune(
            backend, flat, weight{}, coppice::score::l1{}, coppice::select::budget{.macs = 5})),
        "prune: select::budget's macs is 5; it must be left out: only a model tells how often a "
        "weight is used",
        coppice::error);
}
