#include "nn/loss/accuracy.hpp"

#include <doctest/doctest.h>

#include <array>
#include <stdexcept>

namespace {

using namespace nn;

TEST_CASE("the largest logit is the answer, the lowest class among equals") {
    const tensor logits({3, 3}, std::array{0.F, 2.F, 1.F, 4.F, 4.F, 4.F, -1.F, -2.F, -1.F});
    CHECK(count_correct(logits, std::array{1, 0, 0}) == 3);
    CHECK(count_correct(logits, std::array{2, 1, 2}) == 0);
}

TEST_CASE("labels must fit the logits") {
    const tensor logits({2, 3});
    CHECK_THROWS_WITH_AS(
        static_cast<void>(count_correct(logits, std::array{0})),
        "labels: found 1, expected one for each of the 2 rows of logits", std::invalid_argument);
    CHECK_THROWS_WITH_AS(
        static_cast<void>(count_correct(logits, std::array{0, 3})),
        "labels: found 3, expected one in [0, 3)", std::invalid_argument);
    CHECK_THROWS_AS(
        static_cast<void>(count_correct(logits, std::array{-1, 0})), std::invalid_argument);
}

} // namespace
