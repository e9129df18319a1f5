#include "trainer/closing.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
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

std::string milliseconds(double seconds) {
    return seconds > 0 ? report::decimal(1e3 * seconds, 2) + " ms" : "-";
}

} // namespace

report::table closing_table(const std::vector<result>& results) {
    using report::align;
    report::table table(
        {{"seed"},
         {"network", align::left},
         {"test accuracy"},
         {"rows masked"},
         {"parameters"},
         {"MACs"},
         {"retrained"},
         {"time pruning"},
         {"saved"},
         {"latency masked"},
         {"shrunk"}});
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
    struct point {
        double accuracy = 0;
        double seconds = 0;
        int runs = 0;
    };
    std::map<std::string, std::map<double, point, std::greater<>>> by_recipe;
    point dense;
    for (const milestone& at : milestones) {
        point& sum = at.recipe == "dense" ? dense : by_recipe[at.recipe][at.remaining];
        sum.accuracy += at.accuracy;
        sum.seconds += at.seconds;
        ++sum.runs;
    }
    report::figure figure{
        .title = title,
        .x_label = "weights remaining (%)",
        .panels =
            {{.title = "validation accuracy", .y_label = "accuracy (%)", .lines = {}},
             {.title = "time spent pruning", .y_label = "seconds", .lines = {}, .from_zero = true}},
        .descending_x = true};
    for (const auto& [recipe, points] : by_recipe) {
        report::series accuracy{.name = recipe, .x = {100}, .y = {dense.accuracy / dense.runs}};
        report::series seconds{.name = recipe, .x = {100}, .y = {0}};
        for (const auto& [remaining, sum] : points) {
            accuracy.x.push_back(100 * remaining);
            accuracy.y.push_back(sum.accuracy / sum.runs);
            seconds.x.push_back(100 * remaining);
            seconds.y.push_back(sum.seconds / sum.runs);
        }
        figure.panels[0].lines.push_back(std::move(accuracy));
        figure.panels[1].lines.push_back(std::move(seconds));
    }
    return figure;
}

} // namespace trainer
