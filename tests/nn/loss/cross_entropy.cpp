#include "nn/loss/cross_entropy.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>

#include "nn/gradient_check.hpp"

namespace {

using namespace nn;

TEST_CASE("cross-entropy of known logits") {
    tensor gradient;
    const tensor logits({1, 3}, std::array{1.F, 2.F, .5F});
    CHECK(cross_entropy(logits, std::array{1}, gradient) == doctest::Approx(.464368784));
    CHECK(gradient.shape() == logits.shape());
}

TEST_CASE("cross-entropy is a mean over the batch, and its gradient agrees with differences") {
    tensor logits = test::random_tensor({3, 4}, 1, 2.0F);
    const std::array labels{2, 0, 3};
    tensor gradient;
    cross_entropy(logits, labels, gradient);
    tensor unused;
    for (std::size_t place = 0; place < logits.size(); ++place) {
        const float kept = logits[place];
        logits[place] = kept + 1e-2F;
        const double upper = cross_entropy(logits, labels, unused);
        logits[place] = kept - 1e-2F;
        const double lower = cross_entropy(logits, labels, unused);
        logits[place] = kept;
        CHECK((upper - lower) / 2e-2 == doctest::Approx(gradient[place]).epsilon(1e-3));
    }
}

TEST_CASE("cross-entropy does not overflow") {
    tensor gradient;
    const tensor logits({1, 2}, std::array{2000.F, -2000.F});
    CHECK(cross_entropy(logits, std::array{1}, gradient) == doctest::Approx(4000.0));
    CHECK(gradient[0] == 1.0F);
    CHECK(gradient[1] == -1.0F);
}

} // namespace
