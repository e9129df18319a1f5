#include "coppice/backend/concept.hpp"

#include "archetype/score.hpp"
#include "backend/contract/numbers.hpp"
#include "backend/host.hpp"
#include "coppice/backend/reference.hpp"
#include "coppice/core/math.hpp"
#include "coppice/score/l1.hpp"
#include "coppice/score/l2.hpp"
#include "core/layout.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {
namespace {

/// A group's score as score/concept.hpp describes it, written once more.
template <class Score, class T>
double described_score(const Score& policy, const std::vector<T>& members) {
    double sum = 0;
    for (std::size_t begin = 0; begin < members.size(); begin += 16384) {
        std::vector<double> lanes(32);
        for (std::size_t m = begin; m < std::min(begin + 16384, members.size()); ++m) {
            lanes[m % 32] = policy.accumulate(lanes[m % 32], members[m]);
        }
        while (lanes.size() > 1) {
            const std::size_t half = lanes.size() / 2;
            for (std::size_t i = 0; i < half; ++i) {
                lanes[i] += lanes[half + i];
            }
            lanes.resize(half);
        }
        sum += lanes[0];
    }
    return policy.finish(sum, static_cast<index>(members.size()));
}

/// A group's members in the order of their addresses.
template <class T>
std::vector<T> by_address(const grouped<const T>& cut, index g) {
    std::vector<const T*> addresses;
    addresses.reserve(static_cast<std::size_t>(cut.members()));
    for (index m = 0; m < cut.members(); ++m) {
        addresses.push_back(cut.group(g) + cut.member(m));
    }
    std::sort(addresses.begin(), addresses.end());
    std::vector<T> members(addresses.size());
    std::transform(
        addresses.begin(), addresses.end(), members.begin(), [](const T* at) { return *at; });
    return members;
}

template <class Backend, class Score, class T>
void check_scores(Backend& backend, const Score& policy, const shape& extents, unsigned seed) {
    const std::vector<T> values = random_weights<T>(extents.size(), seed);
    const index groups = extents[0];
    for (const shape& strides : layouts(extents)) {
        CAPTURE(text(extents));
        CAPTURE(text(strides));
        laid_out<T> tensor(extents, strides, values);
        std::vector<double> out(static_cast<std::size_t>(groups), -1);
        const grouped<const T> cut = slices(tensor.tensor(), 0).read_only();
        backend.score(policy, out.data(), cut);
        for (index g = 0; g < groups; ++g) {
            const double expected = described_score(policy, by_address(cut, g));
            REQUIRE(bits(out[static_cast<std::size_t>(g)]) == bits(expected));
        }
        const grouped<const T> all = whole(tensor.tensor()).read_only();
        REQUIRE(
            bits(backend.total(policy, all)) == bits(described_score(policy, by_address(all, 0))));
    }
}

TEST_CASE_TEMPLATE_DEFINE(
    "scores are summed as described, in the order of memory, bit for bit", Host, scores) {
    using number = typename Host::number;
    typename Host::backend backend;
    const auto check = [&](const shape& extents, unsigned seed) {
        check_scores<typename Host::backend, score::l1, number>(backend, {}, extents, seed);
        check_scores<typename Host::backend, score::l2, number>(backend, {}, extents, seed);
        check_scores<typename Host::backend, archetype::score, number>(backend, {}, extents, seed);
    };
    for (const index members : {1, 2, 31, 32, 33, 63, 64, 65, 100, 1000}) {
        check({3, members}, 1);
    }
    check({8, 3, 3, 3}, 2);
    check({5, 7, 5, 1}, 3);
    check({4}, 4);
    check({2, 16384}, 5);
    check({1, 16385}, 6);
    check({1, 100000}, 7);
    check({1, 10000, 2, 2}, 8);
}
TEST_CASE_TEMPLATE_APPLY(scores, every_host);

TEST_CASE_TEMPLATE_DEFINE("scores of extreme weights are exact", Host, scores_extremes) {
    using number = typename Host::number;
    using limits = std::numeric_limits<number>;
    typename Host::backend backend;
    std::vector<number> values(66, number(-0.0));
    const auto total = [&](auto policy) {
        return backend.total(policy, whole(view<const number>(values.data(), {66})));
    };
    CHECK(bits(total(score::l1{})) == 0);
    CHECK(bits(total(score::l2{})) == 0);
    values[65] = -limits::denorm_min();
    CHECK(total(score::l1{}) == static_cast<double>(limits::denorm_min()));
    values[3] = -limits::infinity();
    CHECK(total(score::l1{}) == std::numeric_limits<double>::infinity());
    CHECK(total(score::l2{}) == std::numeric_limits<double>::infinity());
    values[40] = limits::quiet_NaN();
    CHECK(std::isnan(total(score::l1{})));
    CHECK(std::isnan(total(score::l2{})));
}
TEST_CASE_TEMPLATE_APPLY(scores_extremes, every_host);

/// max |w|, of which partial results are not added
struct largest {
    using role = role::score;

    [[nodiscard]] static constexpr double accumulate(double most, element auto weight) {
        return std::max(most, math::fabs(static_cast<double>(weight)));
    }
    [[nodiscard]] static constexpr double join(double one, double other) {
        return std::max(one, other);
    }
    [[nodiscard]] static constexpr double finish(double most, index /*members*/) { return most; }
};

/// The number of the group
struct number_of_group {
    using role = role::score;

    [[nodiscard]] static constexpr double accumulate(double sum, element auto /*weight*/) {
        return sum;
    }
    [[nodiscard]] static constexpr double finish(double /*sum*/, index /*members*/, index group) {
        return static_cast<double>(group);
    }
};

TEST_CASE_TEMPLATE_DEFINE(
    "partial results are joined as the score says, and it is told the group", Host, scores_joined) {
    using number = typename Host::number;
    typename Host::backend backend;
    for (const shape& extents :
         {shape{7, 3}, shape{200, 3}, shape{70, 4, 3, 3}, shape{3, 100}, shape{2, 20000}}) {
        const auto values = random_weights<number>(extents.size(), 1);
        const index members = extents.size() / extents[0];
        for (const shape& strides : layouts(extents)) {
            laid_out<number> tensor(extents, strides, values);
            const grouped<const number> cut = slices(tensor.tensor(), 0).read_only();
            std::vector<double> most(static_cast<std::size_t>(extents[0]));
            std::vector<double> numbers(most.size());
            backend.score(largest{}, most.data(), cut);
            backend.score(number_of_group{}, numbers.data(), cut);
            for (index g = 0; g < extents[0]; ++g) {
                double expected = 0;
                for (index m = g * members; m < (g + 1) * members; ++m) {
                    expected = largest::accumulate(expected, values[static_cast<std::size_t>(m)]);
                }
                REQUIRE(most[static_cast<std::size_t>(g)] == expected);
                REQUIRE(numbers[static_cast<std::size_t>(g)] == static_cast<double>(g));
            }
        }
    }
}
TEST_CASE_TEMPLATE_APPLY(scores_joined, every_host);

TEST_CASE_TEMPLATE_DEFINE(
    "every score is divided by the sum of those not below it", Backend, divides_by_rest) {
    Backend backend;
    const auto divided = [&](std::vector<double> scores) {
        std::vector<double> space(2 * scores.size());
        backend.divide_by_rest(scores.data(), static_cast<index>(scores.size()), space.data());
        return scores;
    };
    CHECK(divided({1, 4, 3, 0}) == std::vector<double>{0.125, 1, 3.0 / 7, 0});
    CHECK(divided({2, 2, 2}) == std::vector<double>{2.0 / 6, 2.0 / 4, 1}); // ties
    CHECK(divided({0, 0}) == std::vector<double>{0, 0});
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const auto untouched = divided({3, nan, 1});
    CHECK((untouched[0] == 3 && std::isnan(untouched[1]) && untouched[2] == 1));
    const auto many = random_weights<double>(40000, 3); // more than two chunks
    std::vector<double> shifted(many.size());
    std::transform(many.begin(), many.end(), shifted.begin(), [](double x) { return x + 10; });
    std::vector<double> naive = shifted;
    std::vector<double> space(2 * naive.size());
    backend::reference{}.divide_by_rest(naive.data(), 40000, space.data());
    CHECK(divided(shifted) == naive);
}
TEST_CASE_TEMPLATE_APPLY(divides_by_rest, every_backend);

/// sum w * v
struct product {
    using role = role::score;

    template <element T>
    [[nodiscard]] constexpr double accumulate(double sum, T w, T v) const {
        return math::fma(static_cast<double>(w), static_cast<double>(v), sum);
    }
    [[nodiscard]] constexpr double finish(double sum, index /*members*/) const { return sum; }
};

TEST_CASE_TEMPLATE_DEFINE(
    "a score may read a further tensor in a layout of its own", Host, scores_extra) {
    using number = typename Host::number;
    typename Host::backend backend;
    const shape extents{3, 5, 4, 2};
    const auto values = random_weights<number>(extents.size(), 1);
    const auto others = random_weights<number>(extents.size(), 2);
    for (const shape& strides : layouts(extents)) {
        std::vector<double> expected;
        for (const shape& other_strides : layouts(extents)) {
            laid_out<number> tensor(extents, strides, values);
            laid_out<number> other(extents, other_strides, others);
            std::vector<double> out(3);
            backend.score(
                product{}, out.data(), slices(tensor.tensor(), 0).read_only(),
                slices(other.tensor(), 0).read_only());
            if (expected.empty()) {
                expected = out;
                CHECK(
                    out[0] == doctest::Approx(std::inner_product(
                                  values.begin(), values.begin() + 40, others.begin(), 0.0)));
            }
            REQUIRE(out == expected);
            const double total = backend.total(
                product{}, whole(tensor.tensor()).read_only(), whole(other.tensor()).read_only());
            CHECK(total == doctest::Approx(out[0] + out[1] + out[2]));
        }
    }
}
TEST_CASE_TEMPLATE_APPLY(scores_extra, every_host);

} // namespace
} // namespace coppice
