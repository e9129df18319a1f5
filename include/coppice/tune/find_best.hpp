#pragma once

#include "coppice/core/require.hpp"
#include "coppice/core/stopwatch.hpp"
#include "coppice/objective/concept.hpp"
#include "coppice/search/concept.hpp"
#include "coppice/tune/report.hpp"
#include "coppice/tune/space.hpp"

#include <concepts>
#include <string>
#include <utility>
#include <vector>

namespace coppice::tune {

/// A host's trial: prunes with the values of a point, a number for each parameter of the space, at
/// a share of the full effort, and says what came of it.
///
///     coppice::tune::outcome trial(const std::vector<double>& values, double share);
template <class Trial>
concept trial = requires(Trial& run, const std::vector<double>& values, double share) {
    { run(values, share) } -> std::same_as<outcome>;
};

namespace detail {

inline void check(const trial_report& run, const std::string& name) {
    const auto refuse_unless = [&](bool holds, const char* what, double found, const char* range) {
        require(holds, "trial of " + name, what, found, range);
    };
    const auto [seconds, drop] = run.found;
    refuse_unless(
        seconds >= 0 && math::isfinite(seconds), "seconds", seconds, "at least 0 and finite");
    refuse_unless(drop >= -100 && drop <= 100, "drop", drop, "in [-100, 100], percentage points");
    refuse_unless(math::isfinite(run.value), "value of the objective", run.value, "finite");
}

/// Whether the first is the better trial; of equal ones neither is.
[[nodiscard]] inline bool better(const trial_report& one, const trial_report& other) {
    return one.share != other.share ? one.share > other.share : one.value < other.value;
}

} // namespace detail

/// Tries settings as a search has it, and tells which were best by an objective:
///
///     const auto found = coppice::tune::find_best(
///         space, coppice::search::random{.trials = 6, .seed = 1},
///         coppice::objective::against_naive{.naive_seconds = 12},
///         [&](const std::vector<double>& values, double share) {
///             return coppice::tune::outcome{.seconds = ..., .drop = ...};
///         });
///     use(found.winner().values);
///
/// The auto-tuning of Hu, Henderson, Cano, "ICE-Pruning", IJCNN 2025, for any parameters. The time
/// of all of it is in the report, as it belongs in every speed-up that tuning has a part in.
/// @param run      see `trial`; what it throws goes on to the caller
/// @param watching called as watching(trial_report) after each trial
/// @throws coppice::error for a space, search or objective with a parameter out of its range; for a
///         search without a trial, or with one outside the space; for an outcome out of its range
template <class Search, class Objective, class Trial, class Watching>
[[nodiscard]] report find_best(
    const space& over, const Search& search, const Objective& objective, Trial&& run,
    Watching&& watching) {
    static_assert(
        search::policy<Search>,
        "The search given to find_best() lacks something that coppice/search/concept.hpp asks of "
        "one: next(points, so_far), returning coppice::search::round.");
    static_assert(
        objective::policy<Objective>,
        "The objective given to find_best() lacks something that coppice/objective/concept.hpp "
        "asks of one: value(position), returning double.");
    static_assert(
        trial<Trial>,
        "The trial given to find_best() cannot be called as coppice/tune/find_best.hpp has it: "
        "trial(values, share), returning coppice::tune::outcome.");
    coppice::validate(over, search, objective);
    const index points = over.points();
    report made;
    std::vector<search::tried> so_far;
    {
        const stopwatch timing(made.seconds);
        for (search::round next = search.next(points, so_far); !next.points.empty();
             next = search.next(points, so_far)) {
            require(
                next.share > 0 && next.share <= 1, "search", "share of the effort", next.share,
                "in (0, 1]");
            for (const index point : next.points) {
                trial_report one{point, over.at(point), next.share, {}, 0};
                one.found = run(std::as_const(one.values), next.share);
                one.value = objective.value({one.found.seconds, one.found.drop, next.share});
                detail::check(one, over.name(point));
                so_far.push_back({point, one.share, one.value});
                made.trials.push_back(std::move(one));
                watching(std::as_const(made.trials.back()));
            }
        }
    }
    require(!made.trials.empty(), "search", "number of trials", 0, "at least 1");
    for (std::size_t i = 1; i < made.trials.size(); ++i) {
        if (detail::better(made.trials[i], made.winner())) {
            made.best = i;
        }
    }
    return made;
}

/// The same, watched by nobody.
template <class Search, class Objective, class Trial>
[[nodiscard]] report
find_best(const space& over, const Search& search, const Objective& objective, Trial&& run) {
    return find_best(over, search, objective, run, [](const trial_report&) {});
}

} // namespace coppice::tune
