#include "coppice/backend/detail/bracket_select.hpp"

#include "backend/selection.hpp"
#include "coppice/backend/eigen.hpp"
#include "coppice/score/l1.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <limits>
#include <random>
#include <span>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {
namespace {

void check(const pool& of, const std::vector<index>& counts) {
    backend::eigen backend;
    const lowest_of sorted(of);
    for (const index k : counts) {
        check_selection(backend, of, sorted, k);
    }
}

/// `n` numbers that are the same in all but the last few bits.
std::vector<double> neighbours(std::size_t n, std::size_t different) {
    std::vector<double> numbers(n);
    for (std::size_t i = 0; i < n; ++i) {
        numbers[i] = 1.0 + std::numeric_limits<double>::epsilon() *
                               static_cast<double>(i * 7919 % different);
    }
    return numbers;
}

} // namespace

TEST_CASE("a selection narrows down digit by digit among many numbers") {
    std::mt19937 random(1);
    std::uniform_real_distribution<float> uniform(1.0F, 2.0F);
    std::vector<double> numbers(150000);
    for (double& number : numbers) {
        number = static_cast<double>(uniform(random));
    }
    std::fill_n(numbers.begin() + 50000, 40000, static_cast<double>(numbers[7]));
    check(pool({numbers}), {0, 1, 1000, 40000, 60000, 75000, 100000, 149998, 149999});
}

TEST_CASE("a selection among many numbers of either sign is exact") {
    std::mt19937 random(2);
    std::normal_distribution<double> normal;
    std::vector<double> first(60000);
    std::vector<double> second(70000);
    for (double& number : first) {
        number = normal(random);
    }
    for (double& number : second) {
        number = random() % 2 == 0 ? 0.0 : -0.0;
    }
    check(pool({first, second}), {1, 29000, 31000, 65000, 99000, 101000, 129998});
}

TEST_CASE("a selection among many equal numbers counts them off") {
    const pool equal({std::vector<double>(40000, 0.5), std::vector<double>(40000, 0.5)});
    check(equal, {1, 39999, 40000, 79998});
}

TEST_CASE("a selection tells numbers apart by their last bits") {
    check(pool({neighbours(60000, 512)}), {1, 117, 118, 30000, 59999});
    check(pool({neighbours(60000, 4096)}), {1, 15, 30000, 59999});
    check(pool({neighbours(100000, 2)}), {1, 49999, 50000, 50001, 99999});
}

TEST_CASE("capped tensors of many numbers lose their cap's worth of the lowest") {
    pool capped({neighbours(50000, 512), neighbours(50000, 3000), neighbours(40000, 40000)});
    capped.cap(0, 10000);
    capped.cap(1, 0);
    check(capped, {0, 1, 15000, 40000, 49999});
    capped.cap(1, 49998);
    check(capped, {30000, 60000, 90000});
}

TEST_CASE("one cap after another is hit") {
    std::vector<std::vector<double>> scores(12);
    for (std::size_t t = 0; t < scores.size(); ++t) {
        scores[t].assign(65, static_cast<double>(t));
    }
    pool staircase(scores);
    for (std::size_t t = 0; t < staircase.tensors(); ++t) {
        staircase.cap(t, static_cast<index>(5 * t));
    }
    backend::eigen backend;
    check_every_selection(backend, staircase);
}

TEST_CASE("pruned groups among many numbers come before all others") {
    pool some({neighbours(70000, 70000)});
    for (index g = 0; g < 70000; g += 2) {
        some.set(0, g, false);
    }
    check(some, {35000, 35001, 50000, 69999});
}

TEST_CASE("a NaN is found in the last block of many") {
    std::vector<double> numbers(70001, 1.0);
    numbers.back() = std::numeric_limits<double>::quiet_NaN();
    pool bad({std::vector<double>(5, 1.0), numbers});
    check_fault(refused_together<backend::eigen>(bad, 40000), {1, 70000});
    check_fault(refused_each<backend::eigen>(bad, {2, 40000}), {1, 70000});
    CHECK(bad.kept() == pool(bad.scores()).kept());
}

TEST_CASE("NaN among the sampled weights is found") {
    using source = score::of_weights<score::l1, float>;
    std::vector<float> weights(20000, std::bit_cast<float>(0x7FFFFFFF)); // the highest key
    weights.front() = 1.0F;
    const auto groups = static_cast<index>(weights.size());
    std::vector<mask::word> words(static_cast<std::size_t>(mask::words(groups)));
    const mask::view mask{words.data(), groups};
    backend::eigen::keep_all(mask);
    const std::vector<mask::word> all = words;
    const std::vector<select::candidate<source>> candidates{
        {{{}, singles(view<const float>(weights.data(), {groups}))}, mask, 0, groups - 1}};
    for (const index k : {1, 10000, 19999}) {
        guarded_workspace workspace = workspace_for<backend::eigen>(candidates);
        index pruned = 0;
        check_fault(
            backend::eigen{}.prune_together(
                std::span<const select::candidate<source>>(candidates), k,
                std::span<index>(&pruned, 1), workspace.data()),
            {0, 1});
        CHECK(words == all);
    }
}

TEST_CASE("numbers that a sample says nothing of are cut exactly") {
    // All of the lowest in one place, more than one chunk may write down, and the sample sees few.
    std::vector<double> sorted(200000);
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        sorted[i] = static_cast<double>(i);
    }
    check(pool({sorted}), {1, 8191, 8192, 8193, 100000, 199999});
    std::reverse(sorted.begin(), sorted.end());
    check(pool({sorted}), {1, 8192, 100000, 199999});
    std::vector<double> cliff(120000, 1.0);
    std::fill_n(cliff.begin() + 70000, 20, 0.5);
    check(pool({cliff}), {1, 19, 20, 21, 60000});
    std::vector<double> spikes(120000, 1.0);
    for (std::size_t i = 0; i < spikes.size(); i += 997) {
        spikes[i] = 2.0 + static_cast<double>(i);
    }
    check(pool({spikes}), {119878, 119879, 119880, 119998});
}

TEST_CASE("more numbers than can be written down are narrowed first") {
    std::mt19937 random(3);
    std::normal_distribution<double> normal;
    std::vector<double> numbers(3000000);
    std::generate(numbers.begin(), numbers.end(), [&] { return normal(random); });
    check(pool({numbers}), {1500000, 2700000});
}

TEST_CASE("infinities are numbers, and denormals differ") {
    using limits = std::numeric_limits<double>;
    std::vector<double> numbers(50000);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        constexpr double kinds[] = {
            0.0,
            -0.0,
            limits::denorm_min(),
            2 * limits::denorm_min(),
            -limits::denorm_min(),
            limits::infinity(),
            -limits::infinity(),
            limits::max(),
            limits::lowest(),
            1.0};
        numbers[i] = kinds[i * 7 % 10];
    }
    check(pool({numbers}), {1, 4999, 5000, 5001, 9999, 10001, 20000, 25000, 44999, 49999});
}

TEST_CASE("the workspace stays below a megabyte and a thousandth of the weights") {
    using stored = backend::detail::bracket_select<score::stored>;
    using computed = backend::detail::bracket_select<score::of_weights<score::l1, float>>;
    for (const index groups : {index{1} << 20, index{25502912}, index{1} << 30}) {
        CHECK(stored::workspace(54, groups) < 1'000'000 + groups * 4 / 1000);
        CHECK(computed::workspace(54, groups) < 1'000'000 + groups * 4 / 1000);
    }
    static_assert(stored::workspace(3, 100) < stored::workspace(3, 1000));
}

} // namespace coppice
