#include "coppice/backend/grid/run_select.hpp"

#include "backend/grid/on_cpu.hpp"
#include "select/pool.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <random>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {
namespace {

using namespace backend::grid;

/// Selects in the runs of a pool of one tensor.
/// @return the faults that were noted
index select_runs(pool& of, const select::runs& pattern, index blocks = 2) {
    const pool::stored_candidate one = of.candidates()[0];
    findings found;
    on_cpu::grid().launch(
        blocks, run_select<score::stored>{
                    keys_of<score::stored>(one.scores), one.mask, one.gone != 0, pattern, &found});
    return found.faults;
}

std::vector<bool> kept_of_runs(std::vector<double> scores, const select::runs& pattern) {
    pool of({std::move(scores)});
    CHECK(select_runs(of, pattern) == 0);
    return of.kept()[0];
}

/// By sorting each run: groups that are gone, then by (score, place).
std::vector<bool> sorted_runs(const pool& of, const select::runs& pattern) {
    std::vector<bool> kept = of.kept()[0];
    const std::vector<double>& scores = of.scores()[0];
    for (index g = 0; g < of.groups(0); ++g) {
        if (g / pattern.inner % pattern.of != 0) {
            continue; // no run begins here
        }
        std::vector<std::size_t> run;
        for (index m = 0; m < pattern.of; ++m) {
            run.push_back(static_cast<std::size_t>(g + m * pattern.inner));
        }
        std::stable_sort(run.begin(), run.end(), [&](std::size_t a, std::size_t b) {
            return kept[a] != kept[b] ? kept[b] : kept[a] && scores[a] < scores[b];
        });
        for (index m = 0; m < pattern.of - pattern.kept; ++m) {
            kept[run[static_cast<std::size_t>(m)]] = false;
        }
    }
    return kept;
}

} // namespace

TEST_CASE("the highest scores of every run stay, of equal ones the last") {
    const select::runs two_of_four{.length = 8};
    CHECK(
        kept_of_runs({4, 1, 3, 2, -1, 7, 0, 8}, two_of_four) ==
        std::vector<bool>{true, false, true, false, false, true, false, true});
    CHECK(
        kept_of_runs({1, 1, 1, 1, 0.0, -0.0, 2, -0.0}, two_of_four) ==
        std::vector<bool>{false, false, true, true, false, false, true, true});
    CHECK(kept_of_runs({3}, {.kept = 1, .of = 1, .length = 1}) == std::vector<bool>{true});
    CHECK(kept_of_runs({3, 2}, {.kept = 2, .of = 2, .length = 2}) == std::vector<bool>{true, true});
}

TEST_CASE("runs go along an axis, whatever lies between") {
    // Three pairs beside each other: (6, 1), (4, 5), (2, 3).
    CHECK(
        kept_of_runs({6, 4, 2, 1, 5, 3}, {.kept = 1, .of = 2, .length = 2, .inner = 3}) ==
        std::vector<bool>{true, false, false, false, true, true});
}

TEST_CASE("groups that are gone are the first to go and do not come back") {
    pool of({{9, 1, 3, 2, 9, 9, 9, 1}});
    of.set(0, 0, false);
    for (const index g : {4, 5, 6}) {
        of.set(0, g, false);
    }
    CHECK(select_runs(of, {.length = 8}) == 0);
    CHECK(of.kept()[0] == std::vector<bool>{false, false, true, true, false, false, false, true});
}

TEST_CASE("a mask of which nothing is gone is written without being read") {
    pool of({{4, 1, 3, 2}});
    const pool::stored_candidate one = of.candidates()[0];
    findings found;
    *one.mask.words = 0;
    on_cpu::grid().launch(
        1,
        run_select<score::stored>{keys_of<score::stored>(one.scores), one.mask, false, {}, &found});
    CHECK(of.kept()[0] == std::vector<bool>{true, false, true, false});
    CHECK(*one.mask.words == 0b0101);
}

TEST_CASE("a NaN is a fault unless its group is gone") {
    for (const std::size_t at : {std::size_t{0}, std::size_t{33}, std::size_t{67}}) {
        std::vector<double> scores(68, 1.0);
        scores[at] = std::numeric_limits<double>::quiet_NaN();
        pool of({scores});
        CHECK(select_runs(of, {.length = 68}) > 0);
        pool gone({scores});
        gone.set(0, static_cast<index>(at), false);
        CHECK(select_runs(gone, {.length = 68}) == 0);
    }
}

TEST_CASE("runs of any length and place are cut as by sorting, for any number of blocks") {
    std::mt19937 random(1);
    for (const select::runs& pattern :
         {select::runs{.kept = 2, .of = 4, .length = 20}, select::runs{.kept = 1, .of = 64},
          select::runs{.kept = 3, .of = 5, .length = 10, .inner = 7},
          select::runs{.kept = 2, .of = 4, .length = 4, .inner = 64},
          select::runs{.kept = 31, .of = 32, .length = 32, .inner = 3}}) {
        for (int round = 0; round < 20; ++round) {
            const index outer = 1 + static_cast<index>(random() % 3);
            const index length = std::max(pattern.length, pattern.of);
            std::vector<double> scores(static_cast<std::size_t>(outer * length * pattern.inner));
            for (double& score : scores) {
                score = troublesome(random);
            }
            pool of({std::move(scores)});
            for (index g = 0; g < of.groups(0) && round % 2 == 0; ++g) {
                of.set(0, g, random() % 4 != 0);
            }
            const std::vector<bool> expected = sorted_runs(of, pattern);
            for (const index blocks : {1, 2, 5}) {
                pool changed = of;
                REQUIRE(select_runs(changed, pattern, blocks) == 0);
                REQUIRE(changed.kept()[0] == expected);
                const index rest = of.groups(0) % 64;
                REQUIRE((rest == 0 || changed.words()[0].back() >> rest == 0));
            }
        }
    }
}

} // namespace coppice
