#include "coppice/stop/target_sparsity.hpp"

#include "core/refusal.hpp"

#include <limits>

#include <doctest/doctest.h>

using coppice::stop::target_sparsity;

namespace {

bool stops(double sparsity, double remaining) {
    return target_sparsity{.sparsity = sparsity}.enough(
        {.remaining = remaining, .parameters = 1, .now = {}});
}

} // namespace

TEST_CASE("it is enough when the target is met or passed") {
    CHECK_FALSE(stops(.5, 1));
    CHECK_FALSE(stops(.5, .51));
    CHECK(stops(.5, .5));
    CHECK(stops(.5, .49));
    static_assert(!target_sparsity::needs_accuracy);
}

TEST_CASE("a target of whole percents is met by exactly so many weights") {
    for (const coppice::index hundreds : {1, 7, 2673}) {
        for (int percent = 1; percent < 100; ++percent) {
            const coppice::index total = 100 * hundreds;
            const coppice::index left = total - percent * hundreds;
            const auto remaining = [&](coppice::index weights) {
                return static_cast<double>(weights) / static_cast<double>(total);
            };
            INFO(percent, "% of ", total);
            REQUIRE(stops(percent / 100.0, remaining(left)));
            REQUIRE_FALSE(stops(percent / 100.0, remaining(left + 1)));
        }
    }
}

TEST_CASE("a target lies strictly between nothing and everything") {
    CHECK_NOTHROW(target_sparsity{}.validate());
    CHECK(refusal([] {
              target_sparsity{.sparsity = 1}.validate();
          }) == "stop::target_sparsity: sparsity is 1; it must be in (0, 1)");
    for (const double bad : {-1.0, 0.0, std::numeric_limits<double>::quiet_NaN()}) {
        CHECK_THROWS_AS(target_sparsity{.sparsity = bad}.validate(), coppice::error);
    }
}
