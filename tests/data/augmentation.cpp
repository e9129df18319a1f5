#include "data/augmentation.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>
#include <vector>

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

TEST_CASE("augmentation: turns and tilts stay in their range, and fill it") {
    const data::augmentation choice{.rotation = 30, .warp = 0.2};
    CHECK(choice.active());
    double most = 0;
    double least = 0;
    double sum = 0;
    double tilted = 0;
    for (std::uint64_t image = 0; image < 1000; ++image) {
        const data::placement placed = data::place(choice, 1, 2, image);
        const double degrees = placed.turn * 180 / std::numbers::pi;
        CHECK(std::abs(degrees) <= 30 * (1 + 1e-12));
        CHECK(std::abs(placed.tilt_across) <= 0.2);
        CHECK(std::abs(placed.tilt_down) <= 0.2);
        CHECK(placed.tilt_across != placed.tilt_down);
        most = std::max(most, degrees);
        least = std::min(least, degrees);
        sum += degrees;
        tilted = std::max(tilted, std::abs(placed.tilt_down));
    }
    CHECK(most > 29);
    CHECK(least < -29);
    CHECK(std::abs(sum / 1000) < 2);
    CHECK(tilted > 0.19);
}

TEST_CASE("augmentation: what is drawn for turns leaves flips and shifts as they were") {
    const data::augmentation flat{.flip = true, .padding = 3};
    data::augmentation bent = flat;
    bent.rotation = 10;
    CHECK_FALSE(flat.bends());
    CHECK(bent.bends());
    for (std::uint64_t image = 0; image < 100; ++image) {
        const data::placement one = data::place(flat, 1, 2, image);
        const data::placement other = data::place(bent, 1, 2, image);
        CHECK(one.flip == other.flip);
        CHECK(one.down == other.down);
        CHECK(one.right == other.right);
        CHECK(one.turn == 0);
    }
}

TEST_CASE("augmentation: a quarter turn takes each corner from the next") {
    const data::warping quarter({.turn = std::numbers::pi / 2}, 3, 3);
    const auto goes = [&](int y, int x, double from_y, double from_x) {
        const data::source_point from = quarter(y, x);
        CHECK(from.y == doctest::Approx(from_y));
        CHECK(from.x == doctest::Approx(from_x));
    };
    goes(1, 1, 1, 1);
    goes(0, 2, 0, 0); // what was upper left is now upper right: clockwise
    goes(2, 2, 0, 2);
    goes(2, 0, 2, 2);
    goes(0, 0, 2, 0);
}

TEST_CASE("augmentation: a tilt shrinks the near side's view and keeps the middle") {
    const data::warping tilted({.tilt_across = 0.25}, 5, 5);
    CHECK(tilted(2, 2).x == doctest::Approx(2));
    CHECK(tilted(2, 4).x == doctest::Approx(2 + 2 / 1.25));
    CHECK(tilted(2, 0).x == doctest::Approx(2 - 2 / 0.75));
    CHECK(tilted(0, 4).y == doctest::Approx(2 - 2 / 1.25)); // lines stay lines
    CHECK(tilted(0, 0).y == doctest::Approx(2 - 2 / 0.75));
    const data::warping mirrored({.flip = true, .right = 1}, 5, 5);
    CHECK(mirrored(2, 0).x == 5);
    CHECK(mirrored(2, 4).x == 1);
}

TEST_CASE("augmentation: between pixels a value is between theirs, and black outside") {
    const std::vector<std::uint8_t> plane{10, 20, 30, 40};
    const auto at = [&](double y, double x) { return data::sample(plane.data(), 2, 2, {y, x}); };
    CHECK(at(0, 0) == 10);
    CHECK(at(1, 1) == 40);
    CHECK(at(0, 0.5) == 15);
    CHECK(at(0.5, 0) == 20);
    CHECK(at(0.5, 0.5) == 25);
    CHECK(at(0, -0.5) == 5);
    CHECK(at(1.25, 1) == 30);
    CHECK(at(-1.5, 0) == 0);
    CHECK(at(0, 2) == 0);
    CHECK(at(1e300, 0) == 0);
    CHECK(at(0, std::nan("")) == 0);
}
