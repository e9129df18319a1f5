#include "data/augmentation.hpp"

#include <set>

#include <doctest/doctest.h>

TEST_CASE("augmentation: off, nothing moves") {
    for (std::uint64_t image = 0; image < 100; ++image) {
        const data::placement placed = data::place({}, 1, 2, image);
        CHECK_FALSE(placed.flip);
        CHECK(placed.down == 0);
        CHECK(placed.right == 0);
    }
}

TEST_CASE("augmentation: every placement comes up, and none beyond the padding") {
    const data::augmentation choice{.flip = true, .padding = 2};
    std::set<int> down;
    std::set<int> right;
    int flips = 0;
    for (std::uint64_t image = 0; image < 1000; ++image) {
        const data::placement placed = data::place(choice, 1, 2, image);
        down.insert(placed.down);
        right.insert(placed.right);
        flips += placed.flip ? 1 : 0;
    }
    CHECK(down == std::set<int>{-2, -1, 0, 1, 2});
    CHECK(right == std::set<int>{-2, -1, 0, 1, 2});
    CHECK(flips > 450);
    CHECK(flips < 550);
}

TEST_CASE("augmentation: a pure function of seed, epoch and image") {
    const data::augmentation choice{.flip = true, .padding = 1000};
    const auto drawn = [&](std::uint64_t seed, std::uint64_t epoch, std::uint64_t image) {
        const data::placement placed = data::place(choice, seed, epoch, image);
        return placed.down * 10'000 + placed.right;
    };
    CHECK(drawn(1, 2, 3) == drawn(1, 2, 3));
    CHECK(drawn(1, 2, 3) != drawn(9, 2, 3));
    CHECK(drawn(1, 2, 3) != drawn(1, 9, 3));
    CHECK(drawn(1, 2, 3) != drawn(1, 2, 9));
    CHECK(drawn(1, 2, 3) != drawn(1, 3, 2));
}
