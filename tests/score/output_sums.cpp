#include "coppice/score/output_sums.hpp"

#include "backend/host.hpp"
#include "coppice/score/activation_mean.hpp"
#include "coppice/score/apoz.hpp"
#include "core/refusal.hpp"

#include <limits>
#include <vector>

#include <doctest/doctest.h>

namespace coppice::score {

TEST_CASE_TEMPLATE_DEFINE("outputs add up over batches until forgotten", Backend, adds_outputs) {
    Backend backend;
    output_sums<Backend, activation_mean> sums(backend, 2);
    const std::vector<float> values = {1, 2, /**/ 3, 4, /* image 1 */ 5, 6, /**/ 7, 8};
    const activation_mean score;
    std::vector<double> out(2);
    for (int again = 0; again < 2; ++again) {
        sums.add(backend, score, view<const float>(values.data(), {2, 2, 1, 2}), "layer");
        sums.add(backend, score, view<const float>(values.data(), {1, 2, 1, 2}), "layer");
        CHECK(sums.images() == 3);
        CHECK(sums.values() == 6);
        sums.write(backend, score.divisor(sums.images(), sums.values()), out.data());
        CHECK(out == std::vector<double>{17.0 / 6, 29.0 / 6});
        sums.write(backend, sums.images(), out.data());
        CHECK(out == std::vector<double>{17.0 / 3, 29.0 / 3});
        sums.forget(backend);
        CHECK(sums.images() == 0);
        CHECK(sums.values() == 0);
    }
}
TEST_CASE_TEMPLATE_APPLY(adds_outputs, every_backend);

TEST_CASE("an output of other channels is refused with the layer's name") {
    backend::reference backend;
    output_sums<backend::reference, apoz> sums(backend, 2);
    const std::vector<float> values(12);
    CHECK(refusal([&] {
              sums.add(backend, {}, view<const float>(values.data(), {4, 3}), "fc1");
          }) == "fc1: shape of an output is 4 x 3; it must be images x 2, with any further axes");
    CHECK(sums.images() == 0);
}

TEST_CASE_TEMPLATE_DEFINE("the lowest number below zero is found", Backend, finds_lowest) {
    Backend backend;
    std::vector<float> values(100'000, 2.0F);
    const auto lowest = [&] {
        return backend.total(
            lowest_below_zero{},
            whole(view<const float>(values.data(), {static_cast<index>(values.size())})));
    };
    CHECK(lowest() == 0);
    values[77'777] = -0.5F;
    values[3] = -0.25F;
    CHECK(lowest() == -0.5);
    values[5] = std::numeric_limits<float>::quiet_NaN();
    CHECK(lowest() == -0.5);
}
TEST_CASE_TEMPLATE_APPLY(finds_lowest, every_backend);

} // namespace coppice::score
