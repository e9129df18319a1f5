#include "coppice/backend/grid/scores.hpp"

#include "backend/contract/numbers.hpp"
#include "backend/grid/on_cpu.hpp"
#include "coppice/score/l1.hpp"

#include <cstddef>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {
namespace {

using namespace backend::grid;

/// How a group is scored by one thread, which tests/backend/grid/sums.cpp compares with the
/// reference.
std::vector<double> scored_alone(const cut<const float>& groups) {
    std::vector<double> scores;
    for (index g = 0; g < groups.groups; ++g) {
        scores.push_back(score_alone(score::l1{}, g, groups));
    }
    return scores;
}

} // namespace

TEST_CASE("a lane a group scores all groups") {
    const auto weights = random_weights<float>(600 * 5, 1);
    const cut<const float> groups(slices(view<const float>(weights.data(), {600, 5}), 0));
    for (const index blocks : {1, 2, 3}) {
        std::vector<double> scores(600, -1);
        on_cpu::grid().launch(blocks, score_groups<score::l1, float>{{}, scores.data(), {groups}});
        CHECK(scores == scored_alone(groups));
    }
}

TEST_CASE("chunks are joined to the same scores wherever a launch ends") {
    constexpr index members = 2 * score::chunk + 5; // three chunks
    const auto weights = random_weights<float>(3 * members, 2);
    const cut<const float> groups(slices(view<const float>(weights.data(), {3, members}), 0));
    const std::vector<double> expected = scored_alone(groups);
    for (const index at_once : {1, 2, 4, 7, 9}) { // chunks a launch
        std::vector<double> scores(3, -1);
        std::vector<double> sums(static_cast<std::size_t>(at_once) + 1, -1);
        double open[2] = {-1, -1};
        int which = 0;
        for (index begin = 0; begin < 9; begin += at_once, which = 1 - which) {
            const index end = begin + at_once < 9 ? begin + at_once : 9;
            on_cpu::grid().launch(
                1, sum_chunks<score::l1, float>{{}, begin, end, sums.data(), {groups}});
            on_cpu::grid().launch(
                1, join_chunks<score::l1>{
                       {}, members, begin, end, sums.data(), open, which, scores.data()});
        }
        CHECK(scores == expected);
        CHECK(sums.back() == -1);
    }
}

} // namespace coppice
