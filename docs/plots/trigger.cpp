// Triggers: the accuracy over a made-up pruning. Every step costs more than the one before, from
// 0.65 points on; a retraining wins back all but 0.05 points for every step so far.

#include "figure.hpp"

#include <coppice/trigger/accuracy_drop.hpp>
#include <coppice/trigger/always.hpp>
#include <coppice/trigger/never.hpp>

#include <string>
#include <vector>

namespace plots {
namespace {

template <coppice::trigger::policy Trigger>
void draw(const std::string& policy, const Trigger& trigger, double threshold) {
    constexpr coppice::metric::accuracy original{.correct = 9200, .total = 10000};
    constexpr coppice::index steps = 10;
    coppice::metric::accuracy now = original;
    std::vector<point> line = {{0, original.percent()}};
    std::vector<point> retrained;
    for (coppice::index step = 1; step <= steps; ++step) {
        now.correct -= 60 + 5 * step;
        line.push_back({static_cast<double>(step), now.percent()});
        if (trigger.fires(original, now)) {
            now.correct = original.correct - 5 * step;
            line.push_back({static_cast<double>(step), now.percent()});
            retrained.push_back(line.back());
        }
    }
    begin("trigger", policy);
    data("$line", line);
    data("$retrained", retrained);
    tell("set xlabel 'steps taken'");
    tell("set ylabel 'accuracy, %'");
    tell("set xrange [0:10.2]");
    tell("set xtics 1");
    tell("set yrange [82:93]");
    std::string plot =
        "plot $line with lines lw 2.5 lc rgb '" + std::string(blue) + "' title 'accuracy'";
    if (threshold > 0) {
        plot += ", " + coppice::text(original.percent() - threshold) +
                " with lines dt 2 lc rgb '#888888' title 'original − points'";
    }
    if (!retrained.empty()) {
        plot += ", $retrained with points pt 7 ps 0.8 lc rgb '" + std::string(red) +
                "' title 'retrained'";
    }
    tell(plot);
}

} // namespace

void trigger() {
    using namespace coppice::trigger;
    draw("always", always{}, 0);
    draw("never", never{}, 0);
    draw("accuracy_drop", accuracy_drop{}, accuracy_drop{}.points);
}

} // namespace plots
