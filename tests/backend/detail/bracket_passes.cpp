#include "coppice/backend/detail/bracket_passes.hpp"

#include "backend/selection.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <numeric>
#include <random>
#include <span>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {
namespace {

using backend::detail::score_keys;
using backend::detail::tally;
using passes_of_stored = backend::detail::bracket_passes<score::stored>;
using key_range = passes_of_stored::range;

key_range between(double first, double end) {
    return {score_keys::of(first), score_keys::of(end)};
}

/// Passes over a pool, with the memory that they ask for and something behind it.
struct passes_over {
    std::vector<pool::stored_candidate> candidates;
    guarded_workspace workspace;
    passes_of_stored passes;

    explicit passes_over(pool& of)
        : candidates(of.candidates()),
          workspace(passes_of_stored::workspace(static_cast<index>(of.tensors()), of.groups())),
          passes(candidates, workspace.data()) {}

    template <bool Write>
    bool sweep(const std::vector<key_range>& brackets) {
        const bool done = passes.template sweep<Write>(
            [](std::size_t) { return true; }, [&](std::size_t t) { return brackets[t]; });
        workspace.check();
        return done;
    }
};

/// Tensors of whole numbers below 500, in one chunk and in several.
pool chunks_of_scores(bool some_gone) {
    std::mt19937 random(1);
    std::vector<std::vector<double>> scores;
    constexpr std::size_t sizes[] = {100, 32768, 32769, 70001};
    for (const std::size_t size : sizes) {
        scores.emplace_back(size);
        for (double& score : scores.back()) {
            score = static_cast<double>(random() % 500);
        }
    }
    pool made(std::move(scores));
    for (index g = 0; some_gone && g < made.groups(2); ++g) {
        made.set(2, g, random() % 3 != 0);
    }
    return made;
}

/// A tensor's kept scores in a bracket, in the order of their groups.
std::vector<double> kept_in(const pool& of, std::size_t t, double first, double end) {
    const std::vector<bool> kept = of.kept()[t];
    std::vector<double> some;
    for (std::size_t g = 0; g < kept.size(); ++g) {
        const double score = of.scores()[t][g];
        if (kept[g] && score >= first && score < end) {
            some.push_back(score);
        }
    }
    return some;
}

constexpr double lowest_score = -std::numeric_limits<double>::infinity();

/// Of a pass beside [first, end).
tally counted_singly(const pool& of, std::size_t t, double first, double end) {
    const auto below = static_cast<index>(kept_in(of, t, lowest_score, first).size());
    const auto inside = static_cast<index>(kept_in(of, t, first, end).size());
    return {of.pruned()[t] + below, inside};
}

} // namespace

TEST_CASE("keys of the tensors that take part are counted beside a bracket and in its bins") {
    for (const bool some_gone : {false, true}) {
        pool of = chunks_of_scores(some_gone);
        passes_over over(of);
        const key_range within = between(100, 300);
        std::vector<index> counts(backend::detail::bins, 99);
        const auto found = over.passes.count(
            [](std::size_t t) { return t != 1; }, within,
            std::span<index, backend::detail::bins>(counts));
        tally expected;
        std::vector<index> expected_counts(backend::detail::bins);
        for (const std::size_t t : {std::size_t{0}, std::size_t{2}, std::size_t{3}}) {
            const tally own = counted_singly(of, t, 100, 300);
            expected.below += own.below;
            expected.inside += own.inside;
            for (const double score : kept_in(of, t, 100, 300)) {
                const auto offset = within.offset_of(score_keys::of(score));
                ++expected_counts[static_cast<std::size_t>(offset >> within.bin_shift())];
            }
        }
        CHECK(found.below == expected.below);
        CHECK(found.inside == expected.inside);
        CHECK(found.all == of.groups() - of.groups(1));
        CHECK(counts == expected_counts);
        CHECK_FALSE(over.passes.not_a_number());
        over.workspace.check();
    }
}

TEST_CASE("a count of some blocks counts whole ones, about as many as asked for") {
    pool of = chunks_of_scores(false);
    passes_over over(of);
    std::vector<index> counts(backend::detail::bins);
    const auto found = over.passes.count(
        [](std::size_t t) { return t == 1; }, between(100, 300),
        std::span<index, backend::detail::bins>(counts), 4);
    CHECK(found.all == of.groups(1) / 4);
    CHECK(std::accumulate(counts.begin(), counts.end(), index{0}) == found.inside);
    CHECK(
        static_cast<double>(found.inside) / static_cast<double>(found.all) ==
        doctest::Approx(0.4).epsilon(0.1));
}

TEST_CASE("a sweep writes down the keys inside each tensor's bracket") {
    for (const bool some_gone : {false, true}) {
        pool of = chunks_of_scores(some_gone);
        const pool before = of;
        passes_over over(of);
        const std::vector<std::pair<double, double>> edges{
            {0, 500}, {100, 120}, {3, 4}, {490, 510}};
        std::vector<key_range> brackets;
        std::vector<score_keys::key> expected;
        for (std::size_t t = 0; t < edges.size(); ++t) {
            brackets.push_back(between(edges[t].first, edges[t].second));
            for (const double score : kept_in(of, t, edges[t].first, edges[t].second)) {
                expected.push_back(score_keys::of(score));
            }
        }
        REQUIRE(over.sweep<false>(brackets));
        std::vector<score_keys::key> written(
            over.passes.written().begin(), over.passes.written().end());
        std::sort(written.begin(), written.end());
        std::sort(expected.begin(), expected.end());
        CHECK(written == expected);
        CHECK(of.words() == before.words());
        for (std::size_t t = 0; t < edges.size(); ++t) {
            const tally swept = over.passes.swept(t);
            const tally own = counted_singly(of, t, edges[t].first, edges[t].second);
            CHECK((swept.below == own.below && swept.inside == own.inside));
            const double limit = edges[t].first + 7;
            const std::vector<double> lower =
                kept_in(of, t, edges[t].first, std::min(limit, edges[t].second));
            CHECK(
                over.passes.written_below(t, score_keys::of(limit)) ==
                static_cast<index>(lower.size()));
        }
    }
}

TEST_CASE("a sweep that writes, and what it gives back, prune the lowest of each tensor") {
    pool of = chunks_of_scores(false);
    const pool before = of;
    passes_over over(of);
    REQUIRE(over.sweep<true>(std::vector<key_range>(4, between(100, 120))));
    for (std::size_t t = 0; t < of.tensors(); ++t) {
        const auto up_to = kept_in(before, t, lowest_score, 120).size();
        CHECK(of.pruned()[t] == static_cast<index>(up_to));
        CHECK(kept_in(of, t, lowest_score, 120).empty());
    }
    for (std::size_t t = 0; t < of.tensors(); ++t) {
        const auto equal = static_cast<index>(kept_in(before, t, 110, 111).size());
        const auto below = static_cast<index>(kept_in(before, t, lowest_score, 110).size());
        const index ties = equal / 2;
        over.passes.give_back(t, score_keys::of(110), ties);
        pool alone = before.only(t);
        CHECK(of.kept()[t] == lowest_of(alone).without(below + ties)[0]);
    }
}

TEST_CASE("a tensor is pruned below a limit, with none, some or all of those equal to it") {
    const pool before = chunks_of_scores(true);
    for (const std::size_t t : {std::size_t{0}, std::size_t{2}, std::size_t{3}}) {
        const auto equal = static_cast<index>(kept_in(before, t, 110, 111).size());
        const index below = counted_singly(before, t, 110, 111).below;
        for (const index ties : {index{0}, equal / 2, equal}) {
            pool of = before;
            passes_over over(of);
            over.passes.prune(t, score_keys::of(110), ties, equal);
            CHECK(of.kept()[t] == lowest_of(before.only(t)).without(below + ties)[0]);
            over.workspace.check();
        }
    }
}

TEST_CASE("equal keys are counted, not written down, and what has no room is neither") {
    pool equal({std::vector<double>(20000, 1.0)});
    passes_over over(equal);
    const score_keys::key one = score_keys::of(1.0);
    CHECK(over.sweep<false>({key_range{one, one + 1}}));
    CHECK(over.passes.written().empty());
    CHECK(over.passes.swept(0).inside == 20000);
    // More than a chunk may write down, though there would be room.
    CHECK(over.passes.room() >= 20000);
    CHECK_FALSE(over.sweep<false>({between(1, 2)}));
    CHECK(over.passes.written().empty());
    // As many as it may.
    std::vector<double> scores(20000, 3.0);
    std::fill_n(scores.begin(), passes_of_stored::most_in_chunk, 1.0);
    pool enough({scores});
    passes_over again(enough);
    CHECK(again.sweep<false>({between(1, 2)}));
    CHECK(static_cast<index>(again.passes.written().size()) == passes_of_stored::most_in_chunk);
    enough.set_score(0, passes_of_stored::most_in_chunk, 1.0);
    CHECK_FALSE(again.sweep<false>({between(1, 2)}));
}

TEST_CASE("passes note a NaN, but for groups that are gone") {
    pool of = chunks_of_scores(false);
    of.set_score(3, 70000, std::numeric_limits<double>::quiet_NaN());
    std::vector<index> counts(backend::detail::bins);
    const auto all = [](std::size_t) { return true; };
    const auto noted = [&](auto pass) {
        passes_over over(of);
        pass(over);
        return over.passes.not_a_number();
    };
    const auto count = [&](passes_over& over) {
        over.passes.count(all, between(1, 2), std::span<index, backend::detail::bins>(counts));
    };
    const auto sweep = [](passes_over& over) {
        over.sweep<false>(std::vector<key_range>(4, between(1, 2)));
    };
    CHECK(noted(count));
    CHECK(noted(sweep));
    of.set(3, 70000, false);
    CHECK_FALSE(noted(count));
    CHECK_FALSE(noted(sweep));
}

} // namespace coppice
