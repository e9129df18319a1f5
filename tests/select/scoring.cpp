#include "coppice/select/scoring.hpp"

#include "backend/host.hpp"
#include "coppice/granularity/filter.hpp"
#include "coppice/granularity/vector.hpp"
#include "coppice/granularity/weight.hpp"
#include "coppice/normalise/l2.hpp"
#include "coppice/normalise/max.hpp"
#include "coppice/normalise/mean.hpp"
#include "coppice/normalise/none.hpp"
#include "coppice/normalise/sum.hpp"
#include "coppice/score/l1.hpp"
#include "coppice/score/l2.hpp"
#include "coppice/score/lamp.hpp"
#include "coppice/score/random.hpp"
#include "core/refusal.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {
namespace {

/// The scores of a 3 x 2 tensor, as a selection reads them.
template <class Backend, class Granularity, class Score, class Normalise>
std::vector<double>
scored(std::vector<float> weights, const Score& score, const Normalise& norm, index tensor = 0) {
    Backend backend;
    const select::scoring<float, Granularity, Score, Normalise> scoring(score, norm);
    const view<const float> values(weights.data(), {3, 2});
    const auto groups = Granularity{}.cut(values);
    std::vector<double> memory(static_cast<std::size_t>(scoring.memory(groups.groups())));
    std::vector<double> space(static_cast<std::size_t>(scoring.workspace(groups.groups())));
    const auto source = scoring(backend, groups, tensor, "conv", memory.data(), space.data());
    std::vector<double> all;
    for (index g = 0; g < source.size(); ++g) {
        all.push_back(source[g]);
    }
    return all;
}

const std::vector<float> six{1, -2, 3, -4, 5, -6};

} // namespace

TEST_CASE_TEMPLATE_DEFINE("scores come raw or over a norm of the layer's", Backend, are_divided) {
    CHECK(
        scored<Backend, granularity::filter>(six, score::l1{}, normalise::none{}) ==
        std::vector<double>{3, 7, 11});
    CHECK(
        scored<Backend, granularity::filter>(six, score::l1{}, normalise::mean{}) ==
        std::vector<double>{3.0 / 7, 1, 11.0 / 7});
    CHECK(
        scored<Backend, granularity::filter>(six, score::l1{}, normalise::max{}) ==
        std::vector<double>{3.0 / 11, 7.0 / 11, 1});
    CHECK(
        scored<Backend, granularity::weight>(six, score::l1{}, normalise::sum{}) ==
        std::vector<double>{1.0 / 21, 2.0 / 21, 3.0 / 21, 4.0 / 21, 5.0 / 21, 6.0 / 21});
    CHECK(
        scored<Backend, granularity::weight>(six, score::l2{}, normalise::l2{})[5] ==
        6 / std::sqrt(91.0));
}
TEST_CASE_TEMPLATE_APPLY(are_divided, every_backend);

TEST_CASE_TEMPLATE_DEFINE("scores of other kinds are divided too", Backend, divides_others) {
    const auto lamp = scored<Backend, granularity::weight>(six, score::lamp{}, normalise::max{});
    CHECK(lamp[5] == 1);
    CHECK(lamp[0] == 1.0 / 91);
    const score::random random;
    const auto plain = scored<Backend, granularity::weight>(six, random, normalise::none{}, 4);
    CHECK(plain[3] == random.of_tensor(4).finish(0, 1, 3));
    const auto over = scored<Backend, granularity::weight>(six, random, normalise::max{}, 4);
    CHECK(over[3] / over[2] == doctest::Approx(plain[3] / plain[2]));
}
TEST_CASE_TEMPLATE_APPLY(divides_others, every_backend);

TEST_CASE_TEMPLATE_DEFINE(
    "nothing is divided by zero, and a NaN is left where it is", Backend, divides_safely) {
    CHECK(
        scored<Backend, granularity::filter>(
            std::vector<float>(6, 0.0F), score::l1{}, normalise::sum{}) ==
        std::vector<double>{0, 0, 0});
    std::vector<float> bad = six;
    bad[3] = std::numeric_limits<float>::quiet_NaN();
    const auto with_nan = scored<Backend, granularity::weight>(bad, score::l1{}, normalise::mean{});
    CHECK(std::isnan(with_nan[3]));
    CHECK(with_nan[4] == 5);
    bad[3] = std::numeric_limits<float>::infinity();
    CHECK(refusal([&] {
              scored<Backend, granularity::filter>(bad, score::l1{}, normalise::mean{});
          }) == "conv: the norm of its scores is infinite; it must be finite to be divided by");
}
TEST_CASE_TEMPLATE_APPLY(divides_safely, every_backend);

} // namespace coppice
