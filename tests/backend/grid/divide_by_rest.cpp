#include "coppice/backend/grid/divide_by_rest.hpp"

#include "backend/grid/on_cpu.hpp"
#include "coppice/backend/grid/launch.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {
namespace {

using namespace backend::grid;

std::vector<std::uint64_t> keys_of_scores(const std::vector<double>& scores) {
    std::vector<std::uint64_t> keys(scores.size());
    std::transform(scores.begin(), scores.end(), keys.begin(), wide_keys::of);
    return keys;
}

/// The results of sorted scores whose sums are known.
std::vector<double>
divided(const std::vector<double>& sorted, const std::vector<double>& sums, index faults) {
    std::vector<std::uint64_t> keys = keys_of_scores(sorted);
    const findings found{.faults = faults};
    on_cpu::grid().launch(
        1,
        divide_sorted{keys.data(), sums.data(), nullptr, static_cast<index>(keys.size()), &found});
    std::vector<double> results;
    for (const std::uint64_t key : keys) {
        results.push_back(std::bit_cast<double>(key));
    }
    return results;
}

} // namespace

TEST_CASE("scores get their keys and numbers, and a NaN is a fault") {
    std::vector<double> scores(600);
    std::iota(scores.begin(), scores.end(), -300.0);
    std::vector<std::uint64_t> keys(600);
    std::vector<std::uint32_t> numbers(600);
    findings found;
    const auto number = [&] {
        on_cpu::grid().launch(
            2, number_scores{scores.data(), 600, keys.data(), numbers.data(), &found});
    };
    number();
    CHECK(keys == keys_of_scores(scores));
    for (std::uint32_t i = 0; i < 600; ++i) {
        REQUIRE(numbers[i] == i);
    }
    CHECK(found.faults == 0);
    scores[599] = std::numeric_limits<double>::quiet_NaN();
    number();
    CHECK(found.faults == 1);
    CHECK(keys[599] == wide_keys::not_a_number);
}

TEST_CASE("sums begin at the last score, and anew in every chunk") {
    constexpr index count = 2 * score::chunk + 1;
    std::vector<double> sorted(count);
    std::iota(sorted.begin(), sorted.end(), 1.0);
    std::vector<std::uint64_t> keys = keys_of_scores(sorted);
    std::vector<double> sums(count);
    launch_over(on_cpu::grid(), chunks(count), sum_from_last{keys.data(), count, sums.data()});
    CHECK(sums[count - 1] == 32769.0);
    CHECK(sums[count - 2] == 32769.0 + 32768.0);
    constexpr index second = score::chunk; // where it ends: chunks are counted from the last score
    CHECK(sums[second + 1] == 16384.0 * (32769.0 + 16386.0) / 2);
    CHECK(sums[second] == 16385.0);
    CHECK(sums[1] == 16384.0 * (16385.0 + 2.0) / 2);
    CHECK(sums[0] == 1.0);
    double before[] = {-1, -1, -1};
    on_cpu::grid().launch(1, sum_chunks_before{sums.data(), count, before});
    CHECK(before[0] == sums[second + 1]);
    CHECK(before[1] == sums[second + 1] + sums[1]);
    CHECK(before[2] == -1);
    const findings found;
    launch_over(
        on_cpu::grid(), count, divide_sorted{keys.data(), sums.data(), before, count, &found});
    const auto result = [&](std::size_t i) { return std::bit_cast<double>(keys[i]); };
    CHECK(result(count - 1) == 1.0);
    CHECK(result(second + 1) == 16386.0 / before[0]);
    CHECK(result(second) == 16385.0 / (before[0] + 16385.0));
    CHECK(result(0) == 1.0 / (32769.0 * 32770.0 / 2));
}

TEST_CASE("many chunks add up in their order") {
    constexpr index many = 70; // more than two to a lane
    constexpr index count = (many - 1) * score::chunk + 5;
    std::vector<double> sums(count, -1.0);
    std::vector<double> expected;
    double sum = 0;
    for (index chunk = 1; chunk < many; ++chunk) {
        const double own = 1.0 / static_cast<double>(3 * chunk);
        sums[static_cast<std::size_t>(count - chunk * score::chunk)] = own;
        sum += own;
        expected.push_back(sum);
    }
    expected.push_back(-1);
    std::vector<double> before(many, -1.0);
    on_cpu::grid().launch(1, sum_chunks_before{sums.data(), count, before.data()});
    CHECK(before == expected);
}

TEST_CASE("a single chunk has none before it") {
    const std::vector<double> sums(score::chunk, 1.0);
    double before = -1;
    for (const index count : {index{0}, index{1}, score::chunk}) {
        on_cpu::grid().launch(1, sum_chunks_before{sums.data(), count, &before});
        CHECK(before == -1);
    }
}

TEST_CASE("scores are divided by their sums where those are not zero and all are numbers") {
    CHECK(divided({1, 2, 5}, {8, 7, 5}, 0) == std::vector<double>{1.0 / 8, 2.0 / 7, 1.0});
    CHECK(divided({0, 0}, {0, 0}, 0) == std::vector<double>{0, 0});
    CHECK(divided({-1, 1}, {0, 1}, 0) == std::vector<double>{0, 1});
    CHECK(divided({1, 2}, {8, 7}, 1) == std::vector<double>{1, 2});
    CHECK(divided({}, {}, 0).empty());
}

TEST_CASE("sorted results are written to where they belong") {
    std::vector<std::uint64_t> results;
    std::vector<std::uint32_t> numbers;
    for (std::uint32_t i = 0; i < 700; ++i) {
        numbers.push_back(i * 3 % 700);
        results.push_back(std::bit_cast<std::uint64_t>(static_cast<double>(numbers.back())));
    }
    std::vector<double> scores(700, -1);
    on_cpu::grid().launch(2, scatter_sorted{results.data(), numbers.data(), 700, scores.data()});
    for (std::size_t i = 0; i < 700; ++i) {
        REQUIRE(scores[i] == static_cast<double>(i));
    }
}

TEST_CASE("with the scratch that is asked for, sorting borrows no memory") {
    constexpr index count = 5000;
    const auto borrowed = [&](index scratch) {
        std::vector<std::byte> memory(static_cast<std::size_t>(scratch));
        const on_grid<on_cpu::grid> backend({}, memory);
        std::vector<double> scores(count, 1.0);
        std::vector<double> space(2 * count);
        on_cpu::grid::sorts_with_more_memory = 0;
        backend.divide_by_rest(scores.data(), count, space.data());
        CHECK(*std::min_element(scores.begin(), scores.end()) == 1.0 / count);
        return on_cpu::grid::sorts_with_more_memory;
    };
    std::vector<std::byte> least(4096);
    const on_grid<on_cpu::grid> asked({}, least);
    CHECK(borrowed(asked.scratch_to_divide(count)) == 0);
    CHECK(borrowed(asked.scratch_to_divide(count) - 8) == 1);
    CHECK(asked.scratch_to_divide(1) == 4096);
}

} // namespace coppice
