#include "coppice/score/random.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <set>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {

TEST_CASE("a random score is a function of seed, tensor and group alone") {
    const score::random first{.seed = 7};
    CHECK(first.finish(3.0, 5, 11) == first.finish(0.0, 1, 11));
    CHECK(first.accumulate(0.0, 3.0F) == 0);
    CHECK(first.of_tensor(2).seed == 7);
    std::set<double> seen;
    for (const score::random& random : {first, first.of_tensor(1), score::random{.seed = 8}}) {
        for (index group = 0; group < 100; ++group) {
            seen.insert(random.finish(0.0, 1, group));
        }
    }
    CHECK(seen.size() == 300);
}

TEST_CASE("the generator is SplitMix64") {
    // Vigna's first output for the seed 0 is 0xE220A8397B1DCDAF; here it seeds the streams.
    struct {
        std::uint64_t x;
        std::uint64_t operator()() {
            std::uint64_t z = (x += 0x9E3779B97F4A7C15U);
            z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
            z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
            return z ^ (z >> 31U);
        }
    } seeded{0};
    const std::uint64_t seed = seeded();
    CHECK(seed == 0xE220A8397B1DCDAFU);
    seeded.x = seed + 3;
    seeded.x = seeded() + 5;
    CHECK(
        score::random{.seed = 0, .tensor = 3}.finish(0.0, 1, 5) ==
        std::ldexp(static_cast<double>(seeded() >> 11U), -53));
}

TEST_CASE("random scores are spread evenly over [0, 1)") {
    const score::random random;
    std::vector<int> bins(10);
    for (index group = 0; group < 100000; ++group) {
        const double value = random.finish(0.0, 1, group);
        REQUIRE((value >= 0 && value < 1));
        ++bins[static_cast<std::size_t>(value * 10)];
    }
    for (const int bin : bins) {
        CHECK(std::abs(bin - 10000) < 500); // five standard deviations
    }
}

} // namespace coppice
