#include "coppice/tune/find_best.hpp"

#include "archetype/objective.hpp"
#include "archetype/search.hpp"
#include "coppice/objective/against_larger.hpp"
#include "coppice/objective/against_naive.hpp"
#include "coppice/search/grid.hpp"
#include "coppice/search/random.hpp"
#include "coppice/search/successive_halving.hpp"
#include "core/refusal.hpp"

#include <chrono>
#include <limits>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

using coppice::objective::against_naive;
using coppice::tune::find_best;
using coppice::tune::outcome;
using coppice::tune::space;
using coppice::tune::trial_report;
namespace search = coppice::search;
using coppice::search::round;
using coppice::search::tried;

namespace {

const space plane{{{"x", {0, 1, 2, 3}}, {"y", {0, 1, 2}}}};

/// Best at x = 2, y = 1.
outcome bowl(const std::vector<double>& values, double share) {
    const double far = (values[0] - 2) * (values[0] - 2) + (values[1] - 1) * (values[1] - 1);
    return {.seconds = share * (1 + far), .drop = far};
}

/// Says the same of every trial.
outcome flat(const std::vector<double>& /*values*/, double share) {
    return {.seconds = share, .drop = 1};
}

struct nowhere : archetype::search {
    [[nodiscard]] static round next(coppice::index, std::span<const tried>) { return {}; }
};
struct outside : archetype::search {
    [[nodiscard]] static round next(coppice::index points, std::span<const tried>) {
        return {{points}};
    }
};
struct at_no_effort : archetype::search {
    [[nodiscard]] static round next(coppice::index, std::span<const tried>) { return {{0}, 0}; }
};
/// Tries point 0 at half the effort, then points 1 and 2 at the whole.
struct twice : archetype::search {
    [[nodiscard]] static round next(coppice::index, std::span<const tried> so_far) {
        return so_far.empty() ? round{{0}, 0.5} : so_far.size() == 1 ? round{{1, 2}, 1} : round{};
    }
};

} // namespace

TEST_CASE("the best of a grid is the best there is") {
    const auto found = find_best(plane, search::grid{}, against_naive{}, bowl);
    CHECK(found.trials.size() == 12);
    CHECK(found.winner().values == std::vector<double>{2, 1});
    CHECK(found.winner().point == plane.points() - 5);
    CHECK(found.winner().value == 1);
    std::set<std::vector<double>> seen;
    for (const trial_report& each : found.trials) {
        seen.insert(each.values);
        CHECK(each.values == plane.at(each.point));
        CHECK(each.found.drop == bowl(each.values, 1).drop);
        CHECK(each.value >= found.winner().value);
    }
    CHECK(seen.size() == 12);
}

TEST_CASE("of equal trials the earliest is the best") {
    CHECK(find_best(plane, search::grid{}, against_naive{}, flat).best == 0);
    CHECK(find_best(plane, search::random{}, against_naive{}, flat).best == 0);
}

TEST_CASE("a trial at little effort does not win over one at full effort") {
    const auto found = find_best(
        plane, twice{}, archetype::objective{},
        [](const std::vector<double>& values, double share) {
            return outcome{.seconds = 1, .drop = share < 1 ? 0 : 5 - values[1]};
        });
    CHECK(found.trials.size() == 3);
    CHECK(found.trials[0].share == 0.5);
    CHECK(found.best == 2);
}

TEST_CASE("successive halving ends at the best of its sample") {
    const search::successive_halving halving{.trials = 8, .rounds = 3, .factor = 2, .seed = 5};
    double effort = 0;
    const auto found = find_best(
        plane, halving, against_naive{}, [&](const std::vector<double>& values, double share) {
            effort += share;
            return bowl(values, share);
        });
    CHECK(found.trials.size() == 14);
    CHECK(effort == doctest::Approx(3 * 2));
    double lowest = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < 8; ++i) {
        lowest = std::min(lowest, found.trials[i].value);
    }
    CHECK(found.winner().value == lowest);
    CHECK(found.winner().share == 1);
}

TEST_CASE("the same seed leads to the same trials, in the same order") {
    const auto trials = [](std::uint64_t seed) {
        const auto found =
            find_best(plane, search::random{.trials = 6, .seed = seed}, against_naive{}, bowl);
        std::vector<coppice::index> points;
        for (const trial_report& each : found.trials) {
            points.push_back(each.point);
        }
        return points;
    };
    CHECK(trials(1) == trials(1));
    CHECK(trials(1) != trials(2));
}

TEST_CASE("the time of the search is counted, and every trial is told of") {
    std::vector<coppice::index> told;
    const auto found = find_best(
        plane, search::random{.trials = 2}, against_naive{},
        [](const std::vector<double>& values, double share) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
            return bowl(values, share);
        },
        [&](const trial_report& done) { told.push_back(done.point); });
    CHECK(found.seconds >= 0.02);
    CHECK(found.seconds < 10);
    CHECK(told == std::vector{found.trials[0].point, found.trials[1].point});
}

TEST_CASE("what a trial says is checked, and names its settings") {
    const auto refused = [](const outcome& said) {
        return refusal([&] {
            static_cast<void>(find_best(
                plane, archetype::search{}, coppice::objective::against_larger{},
                [&](const std::vector<double>&, double) { return said; }));
        });
    };
    CHECK(
        refused({.seconds = -1, .drop = 0}) ==
        "trial of x 3, y 2: seconds is -1; it must be at least 0 and finite");
    CHECK(
        refused({.seconds = 1, .drop = std::numeric_limits<double>::quiet_NaN()}) ==
        "trial of x 3, y 2: drop is nan; it must be in [-100, 100], percentage points");
    const std::string without_value = refused({.seconds = 0, .drop = 0});
    CHECK(without_value.find("value of the objective is") != std::string::npos);
}

TEST_CASE("parameters out of range and searches that lead nowhere are refused") {
    const auto refused = [](const auto& searching, const auto& objective) {
        return refusal([&] { static_cast<void>(find_best(plane, searching, objective, bowl)); });
    };
    CHECK(
        refused(search::random{.trials = 0}, against_naive{}) ==
        "search::random: trials is 0; it must be at least 1");
    CHECK(
        refused(search::random{.trials = 13}, against_naive{}) ==
        "search::random: trials is 13; it must be at most 12, the points of the space");
    CHECK(
        refused(search::grid{}, against_naive{.points = 0}) ==
        "objective::against_naive: points is 0; it must be above 0 and finite");
    CHECK(
        refused(nowhere{}, against_naive{}) ==
        "search: number of trials is 0; it must be at least 1");
    CHECK(refused(outside{}, against_naive{}) == "tune::space: point is 12; it must be in [0, 12)");
    CHECK(
        refused(at_no_effort{}, against_naive{}) ==
        "search: share of the effort is 0; it must be in (0, 1]");
    CHECK(refusal([] {
              static_cast<void>(find_best(space{}, search::grid{}, against_naive{}, bowl));
          }) == "tune::space: number of parameters is 0; it must be at least 1");
}

TEST_CASE("what a trial throws goes on to the caller") {
    CHECK_THROWS_WITH_AS(
        static_cast<void>(find_best(
            plane, search::grid{}, against_naive{},
            [](const std::vector<double>&, double) -> outcome {
                throw std::runtime_error("out of images");
            })),
        "out of images", std::runtime_error);
}
