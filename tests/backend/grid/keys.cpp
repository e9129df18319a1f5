#include "coppice/backend/grid/keys.hpp"

#include "coppice/core/grouped.hpp"
#include "coppice/core/math.hpp"
#include "coppice/score/l1.hpp"
#include "coppice/score/random.hpp"
#include "select/pool.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {
namespace {

using backend::grid::keys_of;
using backend::grid::wide_keys;

/// Whether the keys of two groups compare as their scores do.
template <class Source>
void check_order(const keys_of<Source>& keys, index a, index b) {
    using of = keys_of<Source>;
    const double first = keys.score(a);
    const double second = keys.score(b);
    REQUIRE(keys[a] > 0);
    REQUIRE((keys[a] >= of::not_a_number) == std::isnan(first));
    REQUIRE(static_cast<int>(std::bit_width(keys[a])) <= of::bits);
    REQUIRE((!keys.in_a_row() || keys.row()[a] == keys[a]));
    if (!std::isnan(first) && !std::isnan(second)) {
        REQUIRE((keys[a] < keys[b]) == (first < second));
        REQUIRE((keys[a] == keys[b]) == (first == second));
    }
}

} // namespace

TEST_CASE("keys are in the order of the scores, NaN last") {
    std::mt19937 random(1);
    std::vector<double> scores{std::numeric_limits<double>::quiet_NaN()};
    std::vector<float> weights{-std::numeric_limits<float>::quiet_NaN()};
    for (int i = 0; i < 200; ++i) {
        scores.push_back(troublesome(random));
        weights.push_back(static_cast<float>(troublesome(random)));
    }
    weights.push_back(std::bit_cast<float>(0x7FFFFFFF)); // the highest of all NaN
    const keys_of<score::stored> stored(score::stored{scores.data(), 201});
    using magnitudes = score::of_weights<score::l1, float>;
    using drawn = score::of_weights<score::random, float>;
    const auto cut = singles(view<const float>(weights.data(), {101}, {2}));
    const auto row = singles(view<const float>(weights.data(), {202}));
    static_assert(sizeof(keys_of<magnitudes>::key) == 4);
    for (index a = 0; a < 101; ++a) {
        for (index b = 0; b < 101; ++b) {
            check_order(stored, a, b);
            check_order(keys_of<magnitudes>(magnitudes{{}, cut}), a, b);
            check_order(keys_of<magnitudes>(magnitudes{{}, row}), 2 * a + 1, 2 * b);
            check_order(keys_of<drawn>(drawn{{}, cut}), a, b);
        }
    }
}

TEST_CASE("a key gives its score back") {
    std::mt19937 random(2);
    for (int round = 0; round < 1000; ++round) {
        const double score = troublesome(random);
        CHECK(wide_keys::score(wide_keys::of(score)) == score);
    }
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK(std::isnan(wide_keys::score(wide_keys::of(nan))));
}

} // namespace coppice
