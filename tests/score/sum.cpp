#include "coppice/score/sum.hpp"

#include "coppice/score/l1.hpp"

#include <vector>

#include <doctest/doctest.h>

namespace coppice {
namespace {

/// Tells the order of the additions: 2 a + b is not 2 b + a.
struct ordered {
    using role = role::score;

    [[nodiscard]] static constexpr double accumulate(double sum, element auto weight) {
        return 10 * sum + static_cast<double>(weight);
    }
    [[nodiscard]] static constexpr double join(double sum, double more) { return 2 * sum + more; }
    [[nodiscard]] static constexpr double finish(double sum, index members) {
        return sum + static_cast<double>(members);
    }
};

/// Tells where sums begin anew.
struct last : ordered {
    [[nodiscard]] static constexpr double accumulate(double sum, element auto weight) {
        return weight != 0 ? 10 * sum + static_cast<double>(weight) : sum;
    }
    [[nodiscard]] static constexpr double join(double sum, double more) { return sum + more; }
};

} // namespace

TEST_CASE("a plain sum adds members up as they are") {
    const std::vector<float> values{1.5F, -4, 0.25F};
    CHECK(
        score::of_group(score::plain_sum{}, 0, whole(view<const float>(values.data(), {3}))) ==
        -2.25);
}

TEST_CASE("members go to their lanes in turn, and lanes are joined in halves") {
    std::vector<float> weights(34, 0.0F);
    weights[1] = 1;  // lane 1
    weights[33] = 3; // lane 1, after it
    weights[17] = 5; // lane 17, joined with lane 1 first
    const auto group = whole(view<const float>(weights.data(), {34}));
    // (13 of lane 1, then 5): 31; doubled with 8, 4 and 2; doubled again as the second of two.
    CHECK(score::of_group(ordered{}, 0, group) == 2 * 0 + (2 * 2 * 2 * 31) + 34);
}

TEST_CASE("a chunk begins with lanes of its own") {
    std::vector<float> weights(16385, 0.0F);
    weights[0] = 4;
    weights[16384] = 7;
    const auto group = whole(view<const float>(weights.data(), {16385}));
    CHECK(score::of_group(last{}, 0, group) == 4 + 7 + 16385); // not 47
}

} // namespace coppice
