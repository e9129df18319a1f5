#include "coppice/backend/concept.hpp"

#include "backend/contract/numbers.hpp"
#include "backend/host.hpp"
#include "backend/selection.hpp"
#include "coppice/granularity/block.hpp"
#include "coppice/granularity/kernel.hpp"
#include "coppice/granularity/vector.hpp"
#include "coppice/score/l1.hpp"
#include "coppice/score/l2.hpp"
#include "core/layout.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <random>
#include <span>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {
namespace {

TEST_CASE_TEMPLATE_DEFINE(
    "the k lowest go, for every k, among ties, zeros, denormals and infinities", Backend,
    prunes_lowest) {
    Backend backend;
    std::mt19937 random(3);
    for (int round = 0; round < 12; ++round) {
        const std::size_t tensors = 1 + random() % 4;
        check_every_selection(backend, random_pool(random, tensors, false));
        check_every_selection(backend, random_pool(random, tensors, true));
    }
}
TEST_CASE_TEMPLATE_APPLY(prunes_lowest, every_backend);

TEST_CASE_TEMPLATE_DEFINE(
    "the k lowest go of so many numbers that a sample is looked at first", Backend,
    prunes_of_many) {
    Backend backend;
    std::mt19937 random(6);
    std::normal_distribution<double> normal;
    std::vector<double> fine(90000);
    std::vector<double> coarse(60000); // many are equal
    std::generate(fine.begin(), fine.end(), [&] { return std::fabs(normal(random)); });
    std::generate(coarse.begin(), coarse.end(), [&] {
        return std::floor(300 * std::fabs(normal(random))) / 300;
    });
    pool many({fine, coarse});
    const lowest_of fresh(many);
    for (const index k : {1, 75000, 149990}) {
        check_selection(backend, many, fresh, k);
    }
    for (index g = 0; g < 60000; g += 7) {
        many.set(1, g, false);
    }
    check_selection(backend, many, lowest_of(many), 75000);
    many.cap(1, 10000);
    check_selection(backend, many, lowest_of(many), 75000);
}
TEST_CASE_TEMPLATE_APPLY(prunes_of_many, every_backend);

TEST_CASE_TEMPLATE_DEFINE(
    "ties go by the lowest tensor, then the lowest index", Backend, breaks_ties) {
    Backend backend;
    pool equal({std::vector<double>(5, 1.0), std::vector<double>(5, 1.0)});
    prune_together(backend, equal.candidates(), 6);
    CHECK(
        equal.kept() ==
        kept_bits{{false, false, false, false, true}, {false, false, true, true, true}});
    pool zeros({{0.0, -0.0, 0.0, -0.0}});
    prune_together(backend, zeros.candidates(), 2);
    CHECK(zeros.kept() == kept_bits{{false, false, true, true}});
}
TEST_CASE_TEMPLATE_APPLY(breaks_ties, every_backend);

TEST_CASE_TEMPLATE_DEFINE(
    "what is pruned stays pruned, before weights that are zero or lower", Backend, keeps_pruned) {
    Backend backend;
    pool revived({{0.0, 9.0, -5.0, 0.0, 7.0}});
    revived.set(0, 1, false);
    revived.set(0, 4, false);
    prune_together(backend, revived.candidates(), 2);
    CHECK(revived.kept() == kept_bits{{true, false, true, true, false}});
    prune_together(backend, revived.candidates(), 3);
    CHECK(revived.kept() == kept_bits{{true, false, false, true, false}});
}
TEST_CASE_TEMPLATE_APPLY(keeps_pruned, every_backend);

TEST_CASE_TEMPLATE_DEFINE(
    "masks only lose groups as k rises, whatever becomes of the scores", Backend, is_monotone) {
    Backend backend;
    std::mt19937 random(4);
    pool changing = random_pool(random, 3, false);
    kept_bits before = changing.kept();
    for (index k = changing.pruned_of_all(); k <= changing.most_of_all(); ++k) {
        for (std::size_t t = 0; t < changing.tensors(); ++t) {
            for (index g = 0; g < changing.groups(t); ++g) {
                changing.set_score(t, g, troublesome(random));
            }
        }
        prune_together(backend, changing.candidates(), k);
        const kept_bits now = changing.kept();
        for (std::size_t t = 0; t < now.size(); ++t) {
            for (std::size_t g = 0; g < now[t].size(); ++g) {
                REQUIRE((before[t][g] || !now[t][g]));
            }
        }
        before = now;
    }
}
TEST_CASE_TEMPLATE_APPLY(is_monotone, every_backend);

TEST_CASE_TEMPLATE_DEFINE(
    "a capped tensor is left at its cap and the others lose the rest", Backend, honours_caps) {
    Backend backend;
    pool capped({{1, 2, 3, 4}, {11, 12, 13, 14}, {5, 21, 22, 23}});
    capped.cap(0, 2);
    capped.cap(2, 0);
    CHECK(prune_together(backend, capped.candidates(), 4) == std::vector<index>{2, 2, 0});
    CHECK(
        capped.kept() ==
        kept_bits{
            {false, false, true, true}, {false, false, true, true}, {true, true, true, true}});
}
TEST_CASE_TEMPLATE_APPLY(honours_caps, every_backend);

TEST_CASE_TEMPLATE_DEFINE("every tensor loses its own k, the lowest first", Backend, prunes_each) {
    Backend backend;
    std::mt19937 random(10);
    for (int round = 0; round < 40; ++round) {
        pool of = random_pool(random, 1 + random() % 4, false);
        kept_bits expected;
        std::vector<index> ks;
        for (std::size_t t = 0; t < of.tensors(); ++t) {
            const index gone = of.pruned()[t];
            ks.push_back(
                gone + static_cast<index>(random() % static_cast<unsigned>(of.groups(t) - gone)));
            expected.push_back(lowest_of(of.only(t)).without(ks.back())[0]);
        }
        prune_each(backend, of.candidates(), ks);
        REQUIRE(of.kept() == expected);
    }
}
TEST_CASE_TEMPLATE_APPLY(prunes_each, every_backend);

TEST_CASE_TEMPLATE_DEFINE(
    "the first NaN is found where it is, and nothing changes", Backend, finds_nan) {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    for (const index place : {0, 63, 64, 511, 512, 699}) {
        for (const double sign : {1.0, -1.0}) {
            pool bad(
                {std::vector<double>(70, 1.0), std::vector<double>(700, 2.0),
                 std::vector<double>(80, 0.5)});
            bad.set_score(1, place, std::copysign(nan, sign));
            bad.set_score(2, 5, nan);
            bad.set(0, 7, false);
            bad.set_score(0, 7, nan);
            const auto before = bad.words();
            check_fault(refused_together<Backend>(bad, 100), {1, place});
            check_fault(refused_each<Backend>(bad, {20, 300, 10}), {1, place});
            CHECK(bad.words() == before);
            bad.set(0, 7, true); // of tensors that have lost nothing yet, too
            bad.set_score(0, 7, 1);
            check_fault(refused_together<Backend>(bad, 100), {1, place});
            check_fault(refused_each<Backend>(bad, {20, 300, 10}), {1, place});
            CHECK(bad.kept() == pool(bad.scores()).kept());
        }
    }
}
TEST_CASE_TEMPLATE_APPLY(finds_nan, every_backend);

TEST_CASE_TEMPLATE_DEFINE(
    "a NaN in a group that is pruned already is nobody's business", Backend, ignores_pruned_nan) {
    Backend backend;
    pool diverged({{3, std::numeric_limits<double>::quiet_NaN(), 1, 2}});
    diverged.set(0, 1, false);
    CHECK(prune_together(backend, diverged.candidates(), 2) == std::vector<index>{2});
    CHECK(diverged.kept() == kept_bits{{true, false, false, true}});
}
TEST_CASE_TEMPLATE_APPLY(ignores_pruned_nan, every_backend);

TEST_CASE_TEMPLATE_DEFINE(
    "the groups not above a value are counted, but for those pruned", Backend, counts_at_most) {
    Backend backend;
    std::mt19937 random(6);
    for (int round = 0; round < 20; ++round) {
        pool of = random_pool(random, 1, false);
        of.set_score(0, 0, std::numeric_limits<double>::quiet_NaN());
        const double value = troublesome(random);
        index expected = 0;
        for (std::size_t g = 0; g < of.scores()[0].size(); ++g) {
            expected += of.kept()[0][g] && !(of.scores()[0][g] > value) ? 1 : 0;
        }
        REQUIRE(backend.at_most(of.candidates()[0], value) == expected);
    }
    const std::vector<double> many(70000, 1.0);
    pool large({many});
    large.set(0, 69999, false);
    CHECK(backend.at_most(large.candidates()[0], 1.0) == 69999);
    CHECK(backend.at_most(large.candidates()[0], 0.5) == 0);
}
TEST_CASE_TEMPLATE_APPLY(counts_at_most, every_backend);

TEST_CASE_TEMPLATE_DEFINE("single weights are pruned alike in every layout", Host, prunes_weights) {
    using number = typename Host::number;
    using source = score::of_weights<score::l1, number>;
    typename Host::backend backend;
    std::mt19937 random(5);
    for (const shape& extents : {shape{7, 5, 3, 2}, shape{40, 17}, shape{129}}) {
        std::vector<number> values(static_cast<std::size_t>(extents.size()));
        std::vector<double> magnitudes;
        for (number& value : values) {
            do {
                value = static_cast<number>(troublesome(random));
            } while (std::isnan(value));
            magnitudes.push_back(std::abs(static_cast<double>(value)));
        }
        const lowest_of expected{pool({magnitudes})};
        for (const shape& strides : layouts(extents)) {
            laid_out<number> tensor(extents, strides, values);
            pool masks({magnitudes});
            const mask::view cut = masks.candidates()[0].mask;
            for (const index k : {1, 20, 64, 100, 128}) {
                prune_together(
                    backend,
                    std::vector<select::candidate<source>>{
                        {{{}, singles(tensor.tensor()).read_only()}, cut, 0, cut.size - 1}},
                    k);
                REQUIRE(masks.kept() == expected.without(k));
            }
        }
    }
}
TEST_CASE_TEMPLATE_APPLY(prunes_weights, every_host);

/// Prunes half of the groups by scores that are computed where they are read, and by the same ones
/// written down.
template <class Backend, class Number, class Granularity>
void check_groups(Backend& backend, const Granularity& granularity, const shape& extents) {
    const std::vector<Number> values = random_weights<Number>(extents.size(), 8);
    for (const shape& strides : layouts(extents)) {
        CAPTURE(text(extents));
        CAPTURE(text(strides));
        laid_out<Number> tensor(extents, strides, values);
        const grouped<const Number> cut = granularity.cut(tensor.tensor()).read_only();
        std::vector<double> scores(static_cast<std::size_t>(cut.groups()));
        backend.score(score::l2{}, scores.data(), cut);
        pool written({scores});
        pool computed({scores});
        const mask::view mask = computed.candidates()[0].mask;
        prune_together(backend, written.candidates(), mask.size / 2);
        prune_together(
            backend,
            std::vector<select::candidate<score::of_groups<score::l2, Number>>>{
                {{{}, cut.members_in_memory_order(cut)}, mask, 0, mask.size - 1}},
            mask.size / 2);
        REQUIRE(computed.words() == written.words());
    }
}

TEST_CASE_TEMPLATE_DEFINE(
    "scores computed where they are read are those written down", Host, prunes_groups) {
    using number = typename Host::number;
    typename Host::backend backend;
    const auto check = [&](const auto& granularity, const shape& extents) {
        check_groups<typename Host::backend, number>(backend, granularity, extents);
    };
    check(granularity::block{.rows = 4}, {16, 150});
    check(granularity::block{.rows = 2, .columns = 3}, {8, 12, 3, 3});
    check(granularity::kernel{}, {13, 20, 3, 3});
    check(granularity::kernel{}, {9, 10, 7, 7}); // more members than are taken side by side
    check(granularity::vector{}, {6, 5, 3, 2});
    check(granularity::block{.rows = 4}, {256, 700}); // more groups than need no sample
}
TEST_CASE_TEMPLATE_APPLY(prunes_groups, every_host);

} // namespace
} // namespace coppice
