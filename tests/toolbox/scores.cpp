#include "coppice/toolbox/scores.hpp"

#include "backend/host.hpp"
#include "coppice/granularity/filter.hpp"
#include "coppice/granularity/weight.hpp"
#include "coppice/score/l2.hpp"
#include "coppice/score/taylor.hpp"

#include <cmath>
#include <vector>

#include <doctest/doctest.h>

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
