#include "coppice/score/lamp.hpp"

#include "backend/host.hpp"
#include "coppice/granularity/filter.hpp"
#include "coppice/granularity/weight.hpp"
#include "coppice/toolbox/scores.hpp"

#include <vector>

#include <doctest/doctest.h>

TEST_CASE_TEMPLATE_DEFINE(
    "lamp is a weight's square over all squares that are not smaller", Backend, lamp_by_hand) {
    Backend backend;
    const std::vector<float> weights{1, -3, 2, 0};
    const coppice::view<const float> tensor(weights.data(), {2, 2});
    CHECK(
        coppice::scores(backend, tensor, coppice::granularity::weight{}, coppice::score::lamp{}) ==
        std::vector<double>{1.0 / 14, 1, 4.0 / 13, 0});
    CHECK(
        coppice::scores(backend, tensor, coppice::granularity::filter{}, coppice::score::lamp{}) ==
        std::vector<double>{1, 4.0 / 14}); // 10 and 4
}
TEST_CASE_TEMPLATE_APPLY(lamp_by_hand, every_backend);
