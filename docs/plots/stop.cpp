// Stop rules: a made-up pruning of eight steps, each of which takes 15% of the weights left, up to
// where a rule has had enough.

#include "figure.hpp"

#include <coppice/stop/accuracy_floor.hpp>
#include <coppice/stop/none.hpp>
#include <coppice/stop/parameter_budget.hpp>
#include <coppice/stop/target_sparsity.hpp>

#include <functional>
#include <string>
#include <vector>

namespace plots {
namespace {

/// What a rule looks at.
struct quantity {
    std::string name;
    std::string y_range;
    std::function<double(const coppice::stop::position&)> of;
    double limit = -1; ///< below 0 if there is none
    std::string limit_name = {};
};

template <coppice::stop::policy Stop>
void draw(const std::string& policy, const Stop& stop, const quantity& shown) {
    constexpr int steps = 8;
    constexpr coppice::index parameters = 270000;
    std::vector<point> taken;
    std::vector<point> others;
    std::vector<point> last;
    coppice::stop::position at{1, parameters, {.correct = 92, .total = 100}};
    for (int step = 0; step <= steps; ++step) {
        const point here{static_cast<double>(step), shown.of(at)};
        (last.empty() ? taken : others).push_back(here);
        if (last.empty() && (step == steps || (step > 0 && stop.enough(at)))) {
            last.push_back(here);
            others.push_back(here);
        }
        at.remaining *= 0.85;
        at.parameters = static_cast<coppice::index>(at.remaining * parameters);
        at.now.correct -= step;
    }
    begin("stop", policy);
    data("$taken", taken);
    data("$others", others);
    data("$last", last);
    tell("set xlabel 'steps taken'");
    tell("set ylabel '" + shown.name + "'");
    tell("set xrange [-0.1:8.2]");
    tell("set xtics 1");
    tell("set yrange " + shown.y_range);
    tell(
        "plot " +
        (shown.limit < 0
             ? ""
             : coppice::text(shown.limit) + " with lines dt 2 lc rgb '#888888' title '" +
                   shown.limit_name + "', ") +
        "$others with linespoints pt 6 ps 0.6 dt 3 lc rgb '" + grey + "' notitle, " +
        "$taken with linespoints pt 7 ps 0.6 lw 2.5 lc rgb '" + blue + "' title 'steps taken', " +
        "$last with points pt 7 ps 0.9 lc rgb '" + red + "' title 'the last'");
}

} // namespace

void stop() {
    using namespace coppice::stop;
    const auto sparsity = [](const position& at) { return 1 - at.remaining; };
    draw("none", none{}, {"sparsity", "[0:0.8]", sparsity});
    draw(
        "target_sparsity", target_sparsity{},
        {"sparsity", "[0:0.8]", sparsity, target_sparsity{}.sparsity, "sparsity = 0.5"});
    draw(
        "accuracy_floor", accuracy_floor{.percent = 85},
        {"accuracy, %", "[60:95]", [](const position& at) { return at.now.percent(); }, 85,
         "percent = 85"});
    draw(
        "parameter_budget", parameter_budget{.parameters = 150000},
        {"thousand parameters", "[0:280]",
         [](const position& at) { return static_cast<double>(at.parameters) / 1000; }, 150,
         "parameters = 150000"});
}

} // namespace plots
