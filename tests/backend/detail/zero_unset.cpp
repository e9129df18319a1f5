#include "coppice/backend/detail/zero_unset.hpp"

#include "coppice/backend/eigen.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <random>
#include <type_traits>

#include <doctest/doctest.h>

namespace coppice {
namespace {

TEST_CASE_TEMPLATE(
    "weights without their bit become zero, and no other changes a bit", Number, float, double) {
    using limits = std::numeric_limits<Number>;
    using same_bits = std::conditional_t<sizeof(Number) == 4, std::uint32_t, std::uint64_t>;
    std::mt19937_64 random(1);
    for (int round = 0; round < 100; ++round) {
        std::array<Number, 66> weights{}; // the first and the last stay
        for (Number& weight : weights) {
            const Number kinds[] = {
                Number(-0.0), limits::quiet_NaN(), -limits::infinity(), limits::denorm_min(),
                Number(-1.5)};
            weight = kinds[random() % 5];
        }
        const mask::word edges[] = {0, ~mask::word{0}, 1, mask::word{1} << 63};
        const mask::word kept = round < 4 ? edges[round] : random();
        std::array<Number, 66> left = weights;
        backend::detail::zero_unset(kept, left.data() + 1);
        for (unsigned i = 0; i < 66; ++i) {
            const bool stays = i == 0 || i == 65 || (kept >> (i - 1) & 1U) != 0;
            const auto expected = stays ? std::bit_cast<same_bits>(weights[i]) : same_bits{0};
            REQUIRE(std::bit_cast<same_bits>(left[i]) == expected);
        }
    }
}

TEST_CASE_TEMPLATE(
    "numbers in a row become zero in memory, wherever they begin and end", Number, float, double,
    Eigen::half) {
    for (index begin = 0; begin < 20; ++begin) {
        for (index count = 0; count < 70; ++count) {
            std::array<Number, 100> numbers{};
            numbers.fill(Number(-1.5));
            backend::detail::zero_in_memory(numbers.data() + begin, count);
            for (index i = 0; i < 100; ++i) {
                const bool stays = i < begin || i >= begin + count;
                REQUIRE(numbers[static_cast<std::size_t>(i)] == Number(stays ? -1.5 : 0.0));
            }
        }
    }
}

} // namespace
} // namespace coppice
