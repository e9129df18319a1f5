#include "coppice/core/shape.hpp"

#include "core/refusal.hpp"

#include <vector>

#include <doctest/doctest.h>

using coppice::shape;

TEST_CASE("a shape lists extents and multiplies them") {
    constexpr shape filters{64, 3, 5, 7};
    static_assert(filters.rank() == 4);
    static_assert(filters[0] == 64);
    static_assert(filters[3] == 7);
    static_assert(filters.size() == 6720);
    static_assert(shape{}.rank() == 0);
    static_assert(shape{}.size() == 1);
    static_assert(shape{4, 0, 2}.size() == 0);
    CHECK(
        std::vector<coppice::index>(filters.begin(), filters.end()) ==
        std::vector<coppice::index>{64, 3, 5, 7});
}

TEST_CASE("sizes beyond 32 bits do not wrap") {
    static_assert(shape{1 << 20, 1 << 20}.size() == coppice::index{1} << 40U);
}

TEST_CASE("shapes are equal when rank and numbers are") {
    static_assert(shape{2, 3} == shape{2, 3});
    static_assert(shape{2, 3} != shape{3, 2});
    static_assert(shape{2, 3} != shape{2, 3, 1});
    static_assert(shape{} == shape{});
    shape longer{2, 3, 9};
    longer = shape{2, 3};
    CHECK(longer == shape{2, 3});
}

TEST_CASE("a shape holds eight numbers and refuses a ninth") {
    shape full{1, 2, 3, 4, 5, 6, 7, 8};
    CHECK(full.size() == 40320);
    CHECK(refusal([&] { full.push_back(9); }) == "shape: rank is 9; it must be at most 8");
    CHECK(full.rank() == 8);
    CHECK(refusal([] {
              shape{1, 1, 1, 1, 1, 1, 1, 1, 1};
          }) == "shape: rank is 9; it must be at most 8");
}

TEST_CASE("row-major strides put the last axis side by side") {
    static_assert(coppice::row_major({64, 3, 5, 7}) == shape{105, 35, 7, 1});
    static_assert(coppice::row_major({9}) == shape{1});
    static_assert(coppice::row_major({}) == shape{});
}

TEST_CASE("a shape is written as a person writes it") {
    CHECK(text(shape{64, 3, 3, 3}) == "64 x 3 x 3 x 3");
    CHECK(text(shape{10}) == "10");
    CHECK(text(shape{}) == "scalar");
}
