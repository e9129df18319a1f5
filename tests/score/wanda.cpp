#include "coppice/score/wanda.hpp"

#include "coppice/backend/eigen.hpp"
#include "coppice/toolbox/prune.hpp"

#include <vector>

#include <doctest/doctest.h>

using coppice::score::wanda;

TEST_CASE("wanda is magnitude times the norm of the input") {
    const wanda score;
    CHECK(score.finish(score.accumulate(score.accumulate(0.0, -3.0F, 2.0F), 4.0F, 0.5F), 2) == 8);
}

TEST_CASE("one norm an input is enough") {
    const std::vector<float> weights{1, -2, 3, 4, 5, -6};
    const std::vector<float> norms{10, 1, 0.5F};
    const coppice::view<const float> weight(weights.data(), {2, 3});
    const coppice::view<const float> spread(norms.data(), {2, 3}, {0, 1});
    coppice::backend::eigen backend;
    const auto single =
        coppice::scores(backend, weight, coppice::granularity::weight{}, wanda{}, spread);
    CHECK(single == std::vector<double>{10, 2, 1.5, 40, 5, 3});
    const auto outputs =
        coppice::scores(backend, weight, coppice::granularity::filter{}, wanda{}, spread);
    CHECK(outputs == std::vector<double>{13.5, 48});
}
