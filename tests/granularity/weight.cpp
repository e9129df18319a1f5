#include "coppice/granularity/weight.hpp"

#include <array>

#include <doctest/doctest.h>

using coppice::granularity::weight;

TEST_CASE("every weight is a group, numbered in logical order") {
    std::array<float, 6> memory{};
    const auto cut = weight{}.cut(coppice::view<float>(memory.data(), {2, 3}, {1, 2}));
    CHECK(cut.groups() == 6);
    CHECK(cut.members() == 1);
    CHECK(cut.group(1) == memory.data() + 2);
    CHECK(cut.group(3) == memory.data() + 1);
}

TEST_CASE("single weights cannot be removed, and tensors of any rank have them") {
    static_assert(!weight::removable);
    static_assert(weight::single_weights);
    CHECK(weight{}.unmet({4}).empty());
    CHECK(weight{}.unmet({}) == "of at least 1 axis");
}
