#include "coppice/backend/grid/sample.hpp"

#include "backend/grid/on_cpu.hpp"
#include "backend/grid/tensor_pool.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {
namespace {

using namespace backend::grid;
using backend::detail::sampling;

static_assert(sampled_rank(0.5, 0.125, 80) == 50 && sampled_rank(0.5, -0.75, 80) == -20);
static_assert(sampled_rank(0.5, 0, 99) == 49);

/// The bracket of a sample of 22-bit keys that is cut at two values of its first digit.
findings bracketed(std::uint64_t low, std::uint64_t high, bool from_lowest, bool to_highest) {
    const cut_state parts[] = {{.digits = low}, {.digits = high}};
    findings found;
    on_cpu::grid().launch(
        1, bracket_of_sample{
               parts, &found, digit_of(22, 0), from_lowest, to_highest, 5U << digit_bits});
    return found;
}

} // namespace

TEST_CASE("a sample has the keys of its groups, and the lowest for those that are gone") {
    for (const bool some_gone : {false, true}) {
        pool of = tiles_of_scores(some_gone);
        const tensor_pool<score::stored> tensors(of.candidates());
        const kept_bits kept = of.kept();
        for (const index runs : {index{1}, index{600}, tensors.groups() / 4}) {
            const sampling sample{tensors.groups(), runs};
            std::vector<std::uint64_t> expected;
            for (index run = 0; run < runs; ++run) {
                for (index i = 0; i < sampling::run_length; ++i) {
                    index g = std::min(sample.first_group(run) + i, tensors.groups() - 1);
                    std::size_t t = 0;
                    for (; g >= of.groups(t); ++t) {
                        g -= of.groups(t);
                    }
                    const auto at = static_cast<std::size_t>(g);
                    expected.push_back(kept[t][at] ? wide_keys::of(of.scores()[t][at]) : 0);
                }
            }
            std::vector<index> expected_counts(bins);
            for (const std::uint64_t key : expected) {
                ++expected_counts[static_cast<std::size_t>(digit_of(64, 0).of(key))];
            }
            std::vector<std::uint64_t> keys(expected.size() + 1, 77);
            expected.push_back(77); // behind the sample nothing is written
            std::vector<index> counts(bins);
            on_cpu::grid().launch(
                3, take_sample<score::stored>{
                       tensors.data(), tensors.count(), sample, keys.data(), counts.data()});
            REQUIRE(keys == expected);
            REQUIRE(counts == expected_counts);
        }
    }
}

TEST_CASE("a sample is cut at two ranks, each by itself") {
    cut_state parts[2] = {{.key = 9, .below = 8, .settled = true}, {.most = 7, .settled = true}};
    std::vector<index> counts(2 * bins);
    std::iota(counts.begin(), counts.begin() + bins, 1);
    on_cpu::grid().launch(1, begin_sample{parts, counts.data(), 3, 5, 100});
    CHECK(std::equal(counts.begin(), counts.begin() + bins, counts.begin() + bins, counts.end()));
    CHECK(counts[bins - 1] == bins);
    for (const cut_state& part : parts) {
        CHECK((part.key == 0 && part.digits == 0 && part.below == 0));
        CHECK(part.equal == 100);
        CHECK(part.alone);
        CHECK_FALSE(part.settled);
    }
    CHECK(parts[0].rank == 3);
    CHECK(parts[1].rank == 5);
}

TEST_CASE("a bracket holds all keys with the digits at which a sample is cut, and those between") {
    const findings inner = bracketed(2, 3, false, false);
    CHECK(inner.first == 2U << digit_bits);
    CHECK(inner.end == 4U << digit_bits);
    CHECK(bracketed(2, 2, false, false).end == 3U << digit_bits);
    CHECK(bracketed(0, 3, false, false).first == 1); // 0 is no score's key
    CHECK(bracketed(2, 3, true, false).first == 1);
    CHECK(bracketed(2, 3, true, false).end == 4U << digit_bits);
    CHECK(bracketed(2, 3, false, true).end == 5U << digit_bits);
    CHECK(bracketed(2, 4, false, false).end == 5U << digit_bits);
    CHECK(bracketed(2, 7, false, false).end == 5U << digit_bits); // a NaN in the sample
    // The highest keys of all, behind which 64 bits count from 0 again.
    const cut_state parts[] = {{.digits = 0}, {.digits = bins - 1}};
    findings found;
    on_cpu::grid().launch(
        1,
        bracket_of_sample{parts, &found, digit_of(64, 0), false, false, wide_keys::not_a_number});
    CHECK(found.end == wide_keys::not_a_number);
}

} // namespace coppice
