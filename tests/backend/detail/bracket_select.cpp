#include "coppice/backend/detail/bracket_select.hpp"

#include "backend/grid/on_cpu.hpp"
#include "backend/selection.hpp"
#include "coppice/backend/detail/sample.hpp"
#include "coppice/backend/eigen.hpp"
#include "coppice/backend/reference.hpp"
#include "coppice/score/l1.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <limits>
#include <random>
#include <span>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {
namespace {

/// What a GPU does, with as much workspace as there.
using as_on_gpu = on_cpu::grid_backend<backend::grid::selection_tuning{}>;

/// With both selections that look at a sample first, the slower one for some of the counts.
void check(const pool& of, const std::vector<index>& counts) {
    backend::eigen backend;
    const as_on_gpu grid;
    const lowest_of sorted(of);
    for (std::size_t i = 0; i < counts.size(); ++i) {
        check_selection(backend, of, sorted, counts[i]);
        if (i % 3 == 1) {
            check_selection(grid, of, sorted, counts[i]);
        }
    }
}

/// Each tensor by itself, as the naive backend cuts it.
void check_each(const pool& of, const std::vector<index>& ks) {
    const backend::reference naive;
    pool expected = of;
    prune_each(naive, expected.candidates(), ks);
    REQUIRE(expected.pruned() == ks);
    const auto check = [&](const auto& backend) {
        pool changed = of;
        prune_each(backend, changed.candidates(), ks);
        REQUIRE(changed.kept() == expected.kept());
    };
    check(backend::eigen{});
    check(as_on_gpu{});
}

/// A share of every tensor's groups, but no fewer than are gone.
std::vector<index> share_of_each(const pool& of, double share) {
    std::vector<index> ks = of.pruned();
    for (std::size_t t = 0; t < ks.size(); ++t) {
        ks[t] = std::max(ks[t], static_cast<index>(share * static_cast<double>(of.groups(t))));
    }
    return ks;
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

/// Tensors of several sizes, each of numbers half as large as those before it.
pool of_scales(std::size_t tensors) {
    std::mt19937 random(4);
    std::normal_distribution<double> normal;
    std::vector<std::vector<double>> scores;
    double scale = 1;
    for (std::size_t t = 0; t < tensors; ++t, scale /= 2) {
        constexpr std::size_t sizes[] = {30000, 300, 70001, 5000, 64, 120000, 9001};
        scores.emplace_back(sizes[t % std::size(sizes)]);
        for (double& score : scores.back()) {
            score = std::fabs(scale * normal(random));
        }
    }
    return pool(std::move(scores));
}

/// Tensors of numbers that `number` makes of random ones in [0, 1), told whether the first sample
/// of a selection over all of them sees the group.
template <class Number>
std::vector<std::vector<double>> seen_apart(const std::vector<std::size_t>& sizes, Number number) {
    constexpr index share = 64; // one group in so many is sampled
    index groups = 0;
    for (const std::size_t size : sizes) {
        groups += static_cast<index>(size);
    }
    using backend::detail::sampling;
    const sampling sample{groups, groups / share / sampling::run_length};
    std::vector<bool> sampled(static_cast<std::size_t>(groups));
    for (index run = 0; run < sample.runs; ++run) {
        const index first = sample.first_group(run);
        for (index g = first; g < std::min(first + sampling::run_length, groups); ++g) {
            sampled[static_cast<std::size_t>(g)] = true;
        }
    }
    std::mt19937 random(5);
    std::uniform_real_distribution<double> uniform;
    std::vector<std::vector<double>> scores;
    std::size_t group = 0;
    for (const std::size_t size : sizes) {
        scores.emplace_back();
        for (std::size_t i = 0; i < size; ++i) {
            scores.back().push_back(number(sampled[group++], uniform(random)));
        }
    }
    return scores;
}

/// Numbers of groups that may go, from as few as possible to as many.
std::vector<index> sweep_of(const pool& of) {
    const index least = of.pruned_of_all();
    const index most = of.most_of_all();
    std::vector<index> counts;
    for (int part = 0; part <= 16; ++part) {
        counts.push_back(least + (most - least) * part / 16);
    }
    counts.push_back(most - 1);
    return counts;
}

/// The number itself, which counts how often it is asked for.
struct counted {
    using role = coppice::role::score;

    std::atomic<index>* reads;

    [[nodiscard]] double accumulate(double sum, element auto weight) const {
        ++*reads;
        return sum + static_cast<double>(weight);
    }
    [[nodiscard]] static double finish(double sum, index /*members*/) { return sum; }
};

/// How often a number of a pool is read by prune(backend, candidates).
template <class Prune>
index reads(pool of, Prune prune) {
    using source = score::of_weights<counted, double>;
    std::atomic<index> reads = 0;
    std::vector<select::candidate<source>> candidates;
    for (const pool::stored_candidate& tensor : of.candidates()) {
        candidates.push_back(
            {{{&reads}, singles(view<const double>(tensor.scores.values, {tensor.scores.size()}))},
             tensor.mask,
             tensor.gone,
             tensor.most});
    }
    backend::eigen backend;
    prune(backend, candidates);
    return reads;
}

/// The same while k of all are pruned.
index reads(const pool& of, index k) {
    return reads(
        of, [k](auto& backend, const auto& candidates) { prune_together(backend, candidates, k); });
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

TEST_CASE("tensors of every scale meet their caps, each at a place of its own") {
    pool scales = of_scales(14);
    scales.cap(2, 300);
    scales.cap(5, 0);
    scales.cap(7, scales.groups(7) / 2);
    check(scales, sweep_of(scales));
    for (std::size_t t = 0; t < scales.tensors(); t += 3) {
        for (index g = 0; g < scales.most()[t]; g += 5) {
            scales.set(t, g, false);
        }
    }
    check(scales, sweep_of(scales));
}

TEST_CASE("tensors that meet their caps with equal numbers lose the first of them") {
    std::vector<std::vector<double>> scores;
    scores.reserve(6);
    for (int t = 0; t < 6; ++t) {
        scores.push_back(neighbours(20000, 5));
    }
    pool equal(scores);
    for (std::size_t t = 0; t < equal.tensors(); ++t) {
        equal.cap(t, static_cast<index>(3333 * t));
    }
    check(equal, sweep_of(equal));
}

TEST_CASE("a sample that misleads about the cuts costs time alone") {
    const std::vector<std::size_t> sizes{60000, 40000, 20000};
    for (const double seen : {0.25, 4.0}) { // lower than all others, and higher
        for (const index share : {2, 3, 20}) {
            pool misleading(seen_apart(sizes, [&](bool sampled, double number) {
                return sampled ? number * seen : 1 + number;
            }));
            for (std::size_t t = 0; t < misleading.tensors(); ++t) {
                misleading.cap(t, misleading.groups(t) / (t == 1 ? share : 2));
            }
            check(misleading, sweep_of(misleading));
            misleading.set(0, 7, false);
            check(misleading, sweep_of(misleading));
        }
    }
}

TEST_CASE("a sample may mislead about one tensor's cap and not about the others' cut") {
    for (const double seen : {0.67, 1.5}) { // lower than all others, and higher
        std::vector<std::vector<double>> scores =
            seen_apart({20000, 150000}, [&](bool sampled, double number) {
                return sampled ? number * seen : number;
            });
        for (std::size_t i = 0; i < scores[1].size(); ++i) {
            scores[1][i] = 2 + static_cast<double>(i * 7919 % 150000);
        }
        pool misleading(scores);
        misleading.cap(0, 10000);
        check(misleading, {50000});
        misleading.set(0, 7, false);
        check(misleading, {50000});
    }
}

TEST_CASE("a cap may be met exactly where a bracket ends") {
    // The sample sees too many of the first tensor's low numbers, which differ in their last bits.
    index low = 0;
    std::vector<std::vector<double>> scores =
        seen_apart({60000, 60000}, [&](bool sampled, double number) {
            const bool near = number < (sampled ? 0.2 : 0.05);
            return near ? 1 + number * 0x1p-40 : 2 + number;
        });
    for (double& number : scores[1]) {
        number += 1;
    }
    for (const double number : scores[0]) {
        low += number < 2 ? 1 : 0;
    }
    pool exact(scores);
    exact.cap(0, low);
    check(exact, {low + 100, low + 10000, low + 40000});
    exact.set(1, 7, false);
    check(exact, {low + 100, low + 10000, low + 40000});
}

TEST_CASE("however many tensors meet their caps, their keys are read about once") {
    for (const std::size_t tensors : {std::size_t{2}, std::size_t{14}}) {
        const pool scales = of_scales(tensors);
        const index k = scales.most_of_all() * 9 / 10;
        const std::vector<index> met = pool::count_pruned(lowest_of(scales).without(k));
        index capped = 0;
        for (std::size_t t = 0; t < tensors; ++t) {
            capped += met[t] == scales.most()[t] ? 1 : 0;
        }
        REQUIRE(capped >= static_cast<index>(tensors) / 2);
        const auto all = static_cast<double>(scales.groups());
        CHECK(static_cast<double>(reads(scales, k)) < 1.05 * all);
    }
}

TEST_CASE("many tensors are cut each by itself") {
    pool scales = of_scales(14);
    for (const bool fresh : {true, false}) {
        for (const double share : {0.0, 0.001, 0.1, 0.5, 0.9, 0.999}) {
            check_each(scales, share_of_each(scales, share));
        }
        std::vector<index> ks = share_of_each(scales, 0.5);
        for (std::size_t t = 0; t < ks.size(); ++t) { // all but one, nothing, and between
            const std::vector<index> some{scales.most()[t], fresh ? 0 : ks[t], ks[t]};
            ks[t] = some[t % some.size()];
        }
        check_each(scales, ks);
        for (std::size_t t = 0; t < scales.tensors(); t += 3) {
            for (index g = 0; g < scales.groups(t); g += 5) {
                scales.set(t, g, false);
            }
        }
    }
}

TEST_CASE("many tensors are cut each by itself while their keys are read about once") {
    const pool scales = of_scales(14);
    const std::vector<index> ks = share_of_each(scales, 0.9);
    const index read = reads(scales, [&](const auto& backend, const auto& candidates) {
        prune_each(backend, candidates, ks);
    });
    CHECK(static_cast<double>(read) < 1.05 * static_cast<double>(scales.groups()));
}

TEST_CASE("tensors of equal numbers are read again by themselves") {
    std::mt19937 random(8);
    std::uniform_real_distribution<double> uniform;
    const auto spread = [&](std::size_t n) {
        std::vector<double> numbers(n);
        std::generate(numbers.begin(), numbers.end(), [&] { return uniform(random); });
        return numbers;
    };
    pool some({spread(70001), neighbours(20000, 5), std::vector<double>(9000, 2.0), spread(90001)});
    for (const bool fresh : {true, false}) {
        some.set(0, 7, fresh);
        some.set(1, 7, fresh);
        for (const double share : {0.1, 0.5, 0.9}) {
            const std::vector<index> ks = share_of_each(some, share);
            check_each(some, ks);
            const auto read = [](const pool& of, const std::vector<index>& counts) {
                return reads(of, [&](const auto& backend, const auto& candidates) {
                    prune_each(backend, candidates, counts);
                });
            };
            const index alone = read(some.only(1), {ks[1]}) + read(some.only(2), {ks[2]});
            const index passes = fresh ? 1 : 3; // for NaN, to decide, and to write
            const auto most = static_cast<double>(passes * some.groups());
            CHECK(static_cast<double>(read(some, ks) - alone) < 1.05 * most);
        }
    }
}

TEST_CASE("weights of few bits, many of them equal, are cut each by itself") {
    using source = score::of_weights<score::l1, Eigen::half>;
    std::mt19937 random(7);
    std::normal_distribution<float> normal;
    std::vector<std::vector<Eigen::half>> weights(3);
    std::vector<std::vector<double>> magnitudes(3);
    for (std::size_t t = 0; t < weights.size(); ++t) {
        for (int i = 0; i < 30000; ++i) {
            const float few = static_cast<float>(random() % 7) / 4;
            weights[t].push_back(Eigen::half(t == 1 ? few : normal(random)));
            magnitudes[t].push_back(std::fabs(static_cast<double>(weights[t].back())));
        }
    }
    for (const double share : {0.1, 0.5, 0.9}) {
        pool expected(magnitudes);
        pool changed(magnitudes);
        const std::vector<index> ks = share_of_each(expected, share);
        std::vector<select::candidate<source>> candidates;
        for (const pool::stored_candidate& tensor : changed.candidates()) {
            const Eigen::half* const first = weights[candidates.size()].data();
            candidates.push_back(
                {{{}, singles(view<const Eigen::half>(first, {30000}))}, tensor.mask, 0, 29999});
        }
        const backend::reference naive;
        const backend::eigen backend;
        prune_each(naive, expected.candidates(), ks);
        prune_each(backend, candidates, ks);
        CHECK(changed.kept() == expected.kept());
    }
}

TEST_CASE("a sample that misleads about one tensor costs time alone where each is cut by itself") {
    for (const double seen : {0.25, 4.0}) { // lower than all others, and higher
        pool misleading(seen_apart({60000, 40000, 20000}, [&](bool sampled, double number) {
            return sampled ? number * seen : 1 + number;
        }));
        for (const bool fresh : {true, false}) {
            misleading.set(1, 7, fresh);
            for (const double share : {0.001, 0.05, 0.5, 0.95, 0.999}) {
                check_each(misleading, share_of_each(misleading, share));
            }
        }
    }
}

TEST_CASE("a NaN in the last of many tensors leaves all masks alone") {
    pool scales = of_scales(70); // more than are decided in one pass
    std::vector<std::vector<double>> scores = scales.scores();
    scores.back().back() = std::numeric_limits<double>::quiet_NaN();
    for (const bool fresh : {true, false}) {
        pool bad(scores);
        bad.set(2, 7, fresh);
        const kept_bits before = bad.kept();
        const select::not_a_number where{69, static_cast<index>(scores.back().size()) - 1};
        check_fault(refused_each<backend::eigen>(bad, share_of_each(bad, 0.5)), where);
        CHECK(bad.kept() == before);
    }
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
    check_fault(refused_together<as_on_gpu>(bad, 40000), {1, 70000});
    check_fault(refused_each<as_on_gpu>(bad, {2, 40000}), {1, 70000});
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

TEST_CASE("more numbers than can be written down are sampled once more instead of read once more") {
    std::mt19937 random(3);
    std::normal_distribution<double> normal;
    std::vector<double> numbers(8000000);
    std::generate(numbers.begin(), numbers.end(), [&] { return 3 + normal(random); });
    const pool many({std::move(numbers)});
    constexpr index half = 4000000;
    check(many, {half});
    CHECK(static_cast<double>(reads(many, half)) < 1.1 * 8000000);
}

TEST_CASE("a second sample that misleads or cannot tell keys apart costs time alone") {
    std::mt19937 random(3);
    std::normal_distribution<double> normal;
    for (const bool in_lumps : {true, false}) { // else about 0, where keys are far apart
        std::vector<double> numbers(8000000);
        double lump = 0;
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            lump = in_lumps && i % 20000 == 0 ? normal(random) : lump;
            numbers[i] = lump + (in_lumps ? 0.001 : 1) * normal(random);
        }
        check(pool({std::move(numbers)}), {4000000});
    }
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
