#include "coppice/score/geometric_median.hpp"

#include "backend/contract/numbers.hpp"
#include "backend/host.hpp"
#include "coppice/granularity/channel.hpp"
#include "coppice/granularity/filter.hpp"
#include "coppice/toolbox/scores.hpp"
#include "core/layout.hpp"

#include <cmath>
#include <cstddef>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {

TEST_CASE_TEMPLATE_DEFINE("the filter between two others scores lowest", Backend, median_by_hand) {
    Backend backend;
    const std::vector<float> weights{0, 0, 3, 4, 6, 8};
    CHECK(
        scores(
            backend, view<const float>(weights.data(), {3, 2}), granularity::filter{},
            score::geometric_median{}) == std::vector<double>{15, 10, 15});
}
TEST_CASE_TEMPLATE_APPLY(median_by_hand, every_backend);

TEST_CASE_TEMPLATE_DEFINE(
    "a score is the sum of the distances from all groups", Host, sums_distances) {
    using number = typename Host::number;
    typename Host::backend backend;
    const shape extents{150, 6, 3, 2}; // more groups than are taken at once
    const auto values = random_weights<number>(extents.size(), 1);
    for (const shape& strides : layouts(extents)) {
        laid_out<number> tensor(extents, strides, values);
        const auto found =
            scores(backend, tensor.tensor(), granularity::filter{}, score::geometric_median{});
        for (std::size_t i = 0; i < 150; i += 37) {
            double sum = 0;
            for (std::size_t j = 0; j < 150; ++j) {
                double square = 0;
                for (std::size_t m = 0; m < 36; ++m) {
                    const double difference = static_cast<double>(values[i * 36 + m]) -
                                              static_cast<double>(values[j * 36 + m]);
                    square += difference * difference;
                }
                sum += std::sqrt(square);
            }
            REQUIRE(found[i] == doctest::Approx(sum).epsilon(1e-12));
        }
        backend::reference naive;
        REQUIRE(
            found ==
            scores(naive, tensor.tensor(), granularity::filter{}, score::geometric_median{}));
        REQUIRE(
            scores(backend, tensor.tensor(), granularity::channel{}, score::geometric_median{}) ==
            scores(naive, tensor.tensor(), granularity::channel{}, score::geometric_median{}));
    }
}
TEST_CASE_TEMPLATE_APPLY(sums_distances, every_host);

} // namespace coppice
