#include "coppice/granularity/filter.hpp"

#include <array>

#include <doctest/doctest.h>

using coppice::granularity::filter;

TEST_CASE("a filter is everything that makes one output") {
    std::array<float, 24> memory{};
    const auto convolution = filter{}.cut(coppice::view<float>(memory.data(), {2, 3, 2, 2}));
    CHECK(convolution.groups() == 2);
    CHECK(convolution.members() == 12);
    CHECK(convolution.group(1) == memory.data() + 12);
    const auto dense = filter{}.cut(coppice::view<float>(memory.data(), {6, 4}));
    CHECK(dense.groups() == 6);
    CHECK(dense.members() == 4);
    CHECK(dense.group(5) == memory.data() + 20);
    CHECK(dense.member(3) == 3);
}

TEST_CASE("filters can be removed from whatever has outputs and inputs") {
    static_assert(filter::removable);
    static_assert(!filter::single_weights);
    CHECK(filter{}.unmet({4, 3}).empty());
    CHECK(filter{}.unmet({4}) == "of at least 2 axes");
}
