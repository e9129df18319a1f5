// Sparsity over training: a schedule in front of all others.

#include "figure.hpp"

#include <coppice/schedule/agp.hpp>
#include <coppice/schedule/cosine.hpp>
#include <coppice/schedule/exponential.hpp>
#include <coppice/schedule/geometric.hpp>
#include <coppice/schedule/iterative.hpp>
#include <coppice/schedule/linear.hpp>
#include <coppice/schedule/one_cycle.hpp>
#include <coppice/schedule/one_shot.hpp>

#include <string>
#include <vector>

namespace plots {
namespace {

struct line {
    std::string policy;
    std::vector<point> points;
};

constexpr double target = 0.9;

template <coppice::schedule::policy Schedule>
line line_of(const std::string& policy, const Schedule& schedule) {
    return {policy, curve([&](double t) { return schedule.sparsity(t); }, 0, 1)};
}

} // namespace

void schedule() {
    using namespace coppice::schedule;
    const std::vector<line> lines = {
        line_of("one_shot", one_shot{.target = target}),
        line_of("iterative", iterative{.target = target}),
        line_of("agp", agp{.target = target}),
        line_of("one_cycle", one_cycle{.target = target}),
        line_of("linear", linear{.target = target}),
        line_of("cosine", cosine{.target = target}),
        line_of("exponential", exponential{.target = target}),
        line_of("geometric", geometric{.target = target}),
    };
    for (const line& shown : lines) {
        begin("schedule", shown.policy);
        std::string plot = "plot ";
        std::string title = "the other schedules";
        for (const line& other : lines) {
            data("$" + other.policy, other.points);
            if (other.policy != shown.policy) {
                plot += "$" + other.policy + " with lines lc rgb '" + grey + "' title '" + title +
                        "', ";
                title.clear();
            }
        }
        tell("set xlabel 'share of the training, t'");
        tell("set ylabel 'sparsity s(t), target 0.9'");
        tell("set xrange [0:1]");
        tell("set yrange [0:1]");
        tell(
            plot + "$" + shown.policy + " with lines lw 3 lc rgb '" + blue + "' title '" +
            shown.policy + "'");
    }
}

} // namespace plots
