#include "coppice/toolbox/activations.hpp"

#include "backend/host.hpp"
#include "coppice/score/apoz.hpp"
#include "coppice/toolbox/prune.hpp"
#include "core/layout.hpp"
#include "core/refusal.hpp"

#include <algorithm>
#include <cstddef>
#include <random>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {
namespace {

std::vector<float> rectified(index n, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    std::vector<float> values(static_cast<std::size_t>(n));
    for (float& value : values) {
        value = std::max(0.0F, normal(random));
    }
    return values;
}

} // namespace

TEST_CASE_TEMPLATE_DEFINE("batches of any size make one mean", Backend, streams_activations) {
    Backend backend;
    const shape all{7, 3, 4, 5};
    const std::vector<float> values = rectified(all.size(), 1);
    activations seen(backend, 3);
    activations alive(backend, 3, score::apoz{});
    index first = 0;
    for (const index images : {2, 1, 4}) {
        const view<const float> batch(values.data() + first * 60, {images, 3, 4, 5});
        seen.add(batch);
        alive.add(batch);
        first += images;
    }
    CHECK(seen.images() == 7);
    const auto means = seen.mean();
    const auto per_image = seen.mean_per_image();
    const auto shares = alive.mean();
    for (index c = 0; c < 3; ++c) {
        double sum = 0;
        double count = 0;
        for (index i = 0; i < all.size(); ++i) {
            const float value = i / 20 % 3 == c ? values[static_cast<std::size_t>(i)] : 0.0F;
            sum += static_cast<double>(value);
            count += value != 0 ? 1 : 0;
        }
        const auto at = static_cast<std::size_t>(c);
        CHECK(means[at] == doctest::Approx(sum / 140).epsilon(1e-12));
        CHECK(per_image[at] == doctest::Approx(sum / 7).epsilon(1e-12));
        CHECK(shares[at] == count / 140);
    }
}
TEST_CASE_TEMPLATE_APPLY(streams_activations, every_backend);

TEST_CASE("a layout changes no mean, and a dense layer has one value an image") {
    backend::eigen backend;
    const shape extents{2, 3, 4, 2};
    std::vector<float> values = rectified(extents.size(), 2);
    for (float& value : values) {
        value = value > 1 ? 0.5F : 0.0F; // sums are exact in any order
    }
    activations expected(backend, 3);
    expected.add(view<const float>(values.data(), extents));
    for (const shape& strides : layouts(extents)) {
        laid_out<float> output(extents, strides, values);
        activations seen(backend, 3);
        seen.add(output.tensor());
        CHECK(seen.mean() == expected.mean());
    }
    activations dense(backend, 24);
    dense.add(view<const float>(values.data(), {2, 24}));
    CHECK(dense.mean() == dense.mean_per_image());
    CHECK(
        dense.mean()[5] == (static_cast<double>(values[5]) + static_cast<double>(values[29])) / 2);
}

TEST_CASE("the channels that are silent most often go first") {
    backend::eigen backend;
    const std::vector<float> output{9, 0, 1, 9, 0, 0, 0, 1, 1, 9, 0, 0};
    activations alive(backend, 4, score::apoz{});
    alive.add(view<const float>(output.data(), {3, 4}));
    const auto shares = alive.mean();
    const auto masks = prune_by(backend, std::vector{score::stored{shares.data(), 4}}, 0.5);
    CHECK((masks[0][0] && !masks[0][1] && !masks[0][2] && masks[0][3]));
}

TEST_CASE("activations of another layer are refused") {
    backend::eigen backend;
    CHECK(refusal([&] {
              activations none(backend, 0);
          }) == "activations: number of channels is 0; it must be at least 1");
    activations seen(backend, 3);
    CHECK(refusal([&] {
              static_cast<void>(seen.mean());
          }) == "activations: number of images is 0; it must be at least 1");
    const std::vector<float> output(24);
    CHECK(
        refusal([&] {
            seen.add(view<const float>(output.data(), {3, 2, 4}));
        }) == "activations: shape of an output is 3 x 2 x 4; it must be images x 3, with any "
              "further axes");
}

} // namespace coppice
