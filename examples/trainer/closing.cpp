#include "trainer/closing.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "report/format.hpp"

namespace trainer {

namespace {

constexpr auto naive = "naive-iterative";
constexpr auto ice_pick = "ice-pick";

const result*
find(const std::vector<result>& results, const std::string& recipe, std::uint64_t seed) {
    const auto at = std::find_if(results.begin(), results.end(), [&](const result& made) {
        return made.recipe == recipe && made.seed == seed;
    });
    return at == results.end() ? nullptr : &*at;
}

/// Where a run stood with some weights left.
struct standing {
    double accuracy = 0;
    double seconds = 0;
};

/// One seed's, by the share that remained; the last one where several epochs had the same.
using course = std::map<double, standing, std::greater<>>;

/// By recipe, the courses of its seeds, each from the dense network on.
std::map<std::string, std::vector<course>>
runs_by_recipe(const std::vector<milestone>& milestones) {
    std::map<std::uint64_t, standing> dense;
    std::map<std::string, std::map<std::uint64_t, course>> found;
    for (const milestone& at : milestones) {
        if (at.recipe == "dense") {
            dense[at.seed] = {at.accuracy, 0};
        } else if (at.remaining < 1) {
            found[at.recipe][at.seed][at.remaining] = {at.accuracy, at.seconds};
        }
    }
    std::map<std::string, std::vector<course>> runs;
    for (auto& [recipe, seeds] : found) {
        for (auto& [seed, one] : seeds) {
            one[1] = dense[seed];
            runs[recipe].push_back(std::move(one));
        }
    }
    return runs;
}

/// What remained in any of the runs, as far as all of them have come.
std::vector<double> stations_of(const std::vector<course>& runs) {
    std::set<double, std::greater<>> all;
    double common = 0;
    for (const course& run : runs) {
        common = std::max(common, run.rbegin()->first);
        for (const auto& [remaining, at] : run) {
            all.insert(remaining);
        }
    }
    return {all.begin(), all.upper_bound(common)};
}

/// The mean of the runs, each between two of its own by a straight line.
standing mean_at(const std::vector<course>& runs, double remaining) {
    standing sum;
    for (const course& run : runs) {
        const auto below = run.lower_bound(remaining);
        const auto above = below->first == remaining ? below : std::prev(below);
        const double way = above->first - below->first;
        const double down = way > 0 ? (above->first - remaining) / way : 0;
        const auto between = [&](double high, double low) { return high + down * (low - high); };
        sum.accuracy += between(above->second.accuracy, below->second.accuracy);
        sum.seconds += between(above->second.seconds, below->second.seconds);
    }
    const auto count = static_cast<double>(runs.size());
    return {sum.accuracy / count, sum.seconds / count};
}

std::string milliseconds(double seconds) {
    return seconds > 0 ? report::fixed(1e3 * seconds, 3) + " ms" : "-";
}

} // namespace

report::table closing_table(const std::vector<result>& results) {
    using report::align;
    report::table table(
        {{"seed"},
         {"network", align::left},
         {"test accuracy"},
         {"parameters, masked"},
         {"parameters, shrunk"},
         {"MACs, shrunk"},
         {"steps retrained"},
         {"pruning time"},
         {"time saved"},
         {"latency, masked"},
         {"latency, shrunk"}});
    for (const result& made : results) {
        const bool timed = made.pruning_seconds > 0;
        const result* slow = find(results, naive, made.seed);
        const bool compared = timed && slow != nullptr && slow != &made;
        table.add_row(
            {std::to_string(made.seed), made.recipe, report::percent(made.test.percent() / 100, 2),
             report::grouped(made.masked.parameters), report::grouped(made.size.parameters),
             report::grouped(made.size.macs), timed ? std::to_string(made.retrained) : "-",
             timed ? report::duration(made.pruning_seconds) : "-",
             compared ? report::percent(1 - made.pruning_seconds / slow->pruning_seconds, 0) : "-",
             milliseconds(made.latency_masked), milliseconds(made.latency_shrunk)});
    }
    return table;
}

std::vector<std::string> comparison(const std::vector<result>& results) {
    std::vector<std::string> sentences;
    for (const result& made : results) {
        const result* slow = find(results, naive, made.seed);
        if (made.recipe == ice_pick && slow != nullptr) {
            const double points = made.test.percent() - slow->test.percent();
            sentences.push_back(
                "seed " + std::to_string(made.seed) + ": ICE-Pick ends " +
                report::decimal(points < 0 ? -points : points, 2) + " points " +
                (points < 0 ? "below" : "above") + " naive iterative pruning and takes " +
                report::decimal(made.pruning_seconds / slow->pruning_seconds, 2) +
                " times its pruning time" +
                (made.tuning_seconds > 0
                     ? ", of which tuning " + report::duration(made.tuning_seconds)
                     : ""));
        }
    }
    return sentences;
}

report::figure closing_figure(const std::vector<milestone>& milestones, const std::string& title) {
    report::figure figure{
        .title = title,
        .x_label = "weights remaining (%)",
        .panels =
            {{.title = "validation accuracy", .y_label = "accuracy (%)", .lines = {}},
             {.title = "time spent pruning", .y_label = "seconds", .lines = {}, .from_zero = true}},
        .descending_x = true};
    for (const auto& [recipe, runs] : runs_by_recipe(milestones)) {
        report::series accuracy{.name = recipe, .x = {}, .y = {}};
        report::series seconds{.name = recipe, .x = {}, .y = {}};
        for (const double remaining : stations_of(runs)) {
            const standing mean = mean_at(runs, remaining);
            accuracy.x.push_back(100 * remaining);
            accuracy.y.push_back(mean.accuracy);
            seconds.x.push_back(100 * remaining);
            seconds.y.push_back(mean.seconds);
        }
        figure.panels[0].lines.push_back(std::move(accuracy));
        figure.panels[1].lines.push_back(std::move(seconds));
    }
    return figure;
}

} // namespace trainer
