#include "coppice/granularity/vector.hpp"

#include "core/refusal.hpp"

#include <array>

#include <doctest/doctest.h>

using coppice::granularity::vector;

TEST_CASE("a vector is a line of weights along an axis") {
    std::array<float, 24> memory{};
    const coppice::view<float> convolution(memory.data(), {2, 2, 2, 3});
    const auto rows = vector{}.cut(convolution);
    CHECK(rows.groups() == 8);
    CHECK(rows.members() == 3);
    CHECK(rows.group(5) == memory.data() + 15);
    CHECK(rows.member(2) == 2);
    const auto columns = vector{.axis = -2}.cut(convolution);
    CHECK(columns.groups() == 12);
    CHECK(columns.members() == 2);
    CHECK(columns.group(4) == memory.data() + 7);
    CHECK(columns.member(1) == 3);
    const auto inputs = vector{.axis = 1}.cut(convolution);
    CHECK(inputs.group(7) == memory.data() + 13);
    CHECK(inputs.member(1) == 6);
}

TEST_CASE("a vector needs its axis") {
    static_assert(!vector::removable && !vector::single_weights);
    CHECK(vector{}.unmet({4}).empty());
    CHECK(vector{.axis = -2}.unmet({4}) == "of at least 2 axes");
    CHECK(vector{.axis = 3}.unmet({4, 3, 3}) == "of at least 4 axes");
    CHECK(vector{.axis = 3}.unmet({4, 3, 3, 3}).empty());
}

TEST_CASE("a vector refuses axes that no tensor has") {
    CHECK_NOTHROW(vector{.axis = -8}.validate());
    CHECK_NOTHROW(vector{.axis = 7}.validate());
    CHECK(refusal([] {
              vector{.axis = 8}.validate();
          }) == "granularity::vector: axis is 8; it must be in [-8, 8)");
    CHECK_THROWS_AS(vector{.axis = -9}.validate(), coppice::error);
}
