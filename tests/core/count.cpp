#include "coppice/core/count.hpp"

#include <vector>

#include <doctest/doctest.h>

using coppice::ceil_share;
using coppice::floor_share;

TEST_CASE("counts are what a person computes, not what doubles round to") {
    CHECK(ceil_share(0.55, 100) == 55);
    CHECK(floor_share(0.29, 100) == 29);
    for (coppice::index percent = 0; percent <= 100; ++percent) {
        for (const coppice::index hundreds : {1L, 3L, 7L, 1000L, 123456L, 10000000000L}) {
            const double share = static_cast<double>(percent) / 100;
            CHECK(floor_share(share, 100 * hundreds) == percent * hundreds);
            CHECK(ceil_share(share, 100 * hundreds) == percent * hundreds);
        }
    }
}

TEST_CASE("a sparsity rounds down to weights") {
    CHECK(floor_share(0.5, 7) == 3);
    CHECK(floor_share(0.999, 10) == 9);
    CHECK(floor_share(0.0, 10) == 0);
    CHECK(floor_share(1.0, 10) == 10);
    CHECK(floor_share(0.0066936769, 1000) == 6);
}

TEST_CASE("a pruning ratio rounds up to filters") {
    CHECK(ceil_share(0.6, 16) == 10);
    CHECK(ceil_share(0.6, 32) == 20);
    CHECK(ceil_share(0.6, 64) == 39);
    CHECK(ceil_share(0.01, 10) == 1);
    CHECK(ceil_share(0.0, 10) == 0);
    CHECK(ceil_share(1.0, 10) == 10);
}

TEST_CASE("of m filters left, ceil(p (m - 1)) go") {
    CHECK(ceil_share(0.1, 64 - 1) == 7);
    CHECK(ceil_share(0.2, 300 - 1) == 60);
    CHECK(ceil_share(0.2, 256 - 1) == 51);
    CHECK(ceil_share(0.05, 64 - 1) == 4);
    CHECK(ceil_share(0.1, 57 - 1) == 6);
    CHECK(ceil_share(0.2, 1 - 1) == 0);
    CHECK(ceil_share(0.2, 2 - 1) == 1);
}

TEST_CASE("filters left by round are those the paper prints") {
    const auto rounds = [](coppice::index filters, double ratio) {
        std::vector<coppice::index> left;
        for (int round = 0; round < 10; ++round) {
            filters -= ceil_share(ratio, filters - 1);
            left.push_back(filters);
        }
        return left;
    };
    CHECK(
        rounds(300, 0.2) ==
        std::vector<coppice::index>{240, 192, 153, 122, 97, 77, 61, 49, 39, 31});
    CHECK(rounds(64, 0.1) == std::vector<coppice::index>{57, 51, 46, 41, 37, 33, 29, 26, 23, 20});
}

TEST_CASE("where one has to stay, at most all but one go") {
    using coppice::ceil_share_but_one;
    CHECK(ceil_share_but_one(0.55, 100) == 55);
    CHECK(ceil_share_but_one(1, 100) == 99);
    CHECK(ceil_share_but_one(0.95, 16) == 15);
    CHECK(ceil_share_but_one(0.99, 16) == 15);
    CHECK(ceil_share_but_one(1, 1) == 0);
    CHECK(ceil_share_but_one(1, 0) == 0);
    CHECK(ceil_share_but_one(0, 7) == 0);
}
