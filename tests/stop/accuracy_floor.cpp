#include "coppice/stop/accuracy_floor.hpp"

#include "core/refusal.hpp"

#include <limits>

#include <doctest/doctest.h>

using coppice::stop::accuracy_floor;

namespace {

bool stops(double percent, coppice::index correct, coppice::index total) {
    return accuracy_floor{.percent = percent}.enough(
        {.remaining = 1, .parameters = 1, .now = {correct, total}});
}

} // namespace

TEST_CASE("it is enough below the floor, not at it") {
    CHECK_FALSE(stops(50, 51, 100));
    CHECK_FALSE(stops(50, 50, 100));
    CHECK(stops(50, 49, 100));
    CHECK_FALSE(stops(0, 0, 100));
    CHECK_FALSE(stops(100, 100, 100));
    CHECK(stops(100, 99, 100));
}

TEST_CASE("every floor of a hundredth of a percent is exact on counts") {
    for (const coppice::index total : {1000, 5000, 10000}) {
        for (int hundredths = 1; hundredths <= 10000; ++hundredths) {
            const coppice::index least = (hundredths * total + 9999) / 10000;
            INFO("floor ", hundredths, " / 100 of ", total);
            REQUIRE_FALSE(stops(hundredths / 100.0, least, total));
            REQUIRE(stops(hundredths / 100.0, least - 1, total));
        }
    }
}

TEST_CASE("a floor is looked for in an accuracy") {
    static_assert(accuracy_floor::needs_accuracy);
}

TEST_CASE("a floor is a percentage") {
    CHECK_NOTHROW(accuracy_floor{}.validate());
    CHECK(refusal([] {
              accuracy_floor{.percent = 100.5}.validate();
          }) == "stop::accuracy_floor: percent is 100.5; it must be in [0, 100]");
    for (const double bad : {-1.0, std::numeric_limits<double>::quiet_NaN()}) {
        CHECK_THROWS_AS(accuracy_floor{.percent = bad}.validate(), coppice::error);
    }
}
