#include "nn/accelerator/divisor.hpp"

#include <doctest/doctest.h>

#include <cstdint>

#include "nn/random.hpp"

namespace {

using namespace nn;

void expect_division(std::uint32_t dividend, std::uint32_t by) {
    const divisor tested(by);
    CAPTURE(dividend);
    CAPTURE(by);
    CHECK(tested.quotient(dividend) == dividend / by);
    CHECK(tested.remainder(dividend) == dividend % by);
}

TEST_CASE("a divisor divides as the processor does, up to its limit") {
    constexpr std::uint32_t most = divisor::limit - 1;
    for (const std::uint32_t by : {1U, 2U, 3U, 5U, 7U, 16U, 641U, 65535U, 65537U, most, most + 1}) {
        for (const std::uint32_t dividend :
             {0U, 1U, 2U, 639U, 640U, 641U, 65536U, most - 1, most}) {
            expect_division(dividend, by);
        }
        const std::uint64_t step = std::uint64_t{most / by / 7 + 1} * by;
        for (std::uint64_t multiple = by; multiple <= most; multiple += step) {
            expect_division(static_cast<std::uint32_t>(multiple - 1), by);
            expect_division(static_cast<std::uint32_t>(multiple), by);
        }
    }
    random_bits bits(1);
    for (int time = 0; time < 10000; ++time) {
        expect_division(
            static_cast<std::uint32_t>(bits()) & most,
            (static_cast<std::uint32_t>(bits()) & (most >> (time % 31))) + 1);
    }
}

TEST_CASE("coordinates are taken off a place from the last one on") {
    place_in place{((2 * 3 + 1) * 5 + 4) * 7 + 6};
    CHECK(place.take(divisor(7)) == 6);
    CHECK(place.take(divisor(5)) == 4);
    CHECK(place.take(divisor(3)) == 1);
    CHECK(place.rest == 2);
}

} // namespace
