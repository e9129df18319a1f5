// Objectives: the value of a trial over the accuracy it loses, for a fast and a slow trial.

#include "figure.hpp"

#include <coppice/objective/against_larger.hpp>
#include <coppice/objective/against_naive.hpp>

#include <string>

namespace plots {
namespace {

template <coppice::objective::policy Objective>
void draw(const std::string& policy, const std::string& title, const Objective& objective) {
    const auto over_drop = [&](double seconds) {
        return curve(
            [&, seconds](double drop) {
                return objective.value({seconds, drop});
            },
            -2, 12);
    };
    begin("objective", policy);
    data("$fast", over_drop(4));
    data("$slow", over_drop(8));
    tell("set xlabel 'points of accuracy lost" + title + "'");
    tell("set ylabel 'value (lower is better)'");
    tell("set xrange [-2:12]");
    tell(
        "plot $fast with lines lw 2.5 lc rgb '" + std::string(blue) +
        "' title '4 seconds', $slow with lines lw 2.5 lc rgb '" + std::string(red) +
        "' title '8 seconds'");
}

} // namespace

void objective() {
    draw(
        "against_naive", ", naive_seconds = 10, points = 2",
        coppice::objective::against_naive{.naive_seconds = 10, .points = 2});
    draw("against_larger", "", coppice::objective::against_larger{});
}

} // namespace plots
