// Rewindings: the learning rate over an original training of six epochs and three retrainings, each
// after a step that has pruned.

#include "figure.hpp"

#include <coppice/core/text.hpp>
#include <coppice/lr/warmup_decay.hpp>
#include <coppice/rewind/learning_rate.hpp>
#include <coppice/rewind/none.hpp>
#include <coppice/rewind/weights.hpp>

#include <string>
#include <vector>

namespace plots {
namespace {

constexpr int training_epochs = 6;
constexpr int retrainings = 3;

template <coppice::rewind::policy Rewinding>
void draw(const std::string& policy, const std::string& begins, const Rewinding& rewinding) {
    const coppice::lr::warmup_decay rate{.base = 1, .warmup = 0.15};
    const auto stretch_from = [&](double start, const coppice::rewind::stretch& part) {
        return curve(
            [&](double now) {
                const double done = part.from + now - start;
                return rate.rate({.progress = done / part.of});
            },
            start, start + part.epochs());
    };
    begin("rewind", policy);
    data("$training", stretch_from(0, {0, training_epochs}));
    double start = training_epochs;
    std::vector<point> pruned;
    std::string plot = "plot $training with lines lw 2.5 lc rgb '" + std::string(grey) +
                       "' title 'original training'";
    for (int step = 0; step < retrainings; ++step) {
        const coppice::rewind::stretch part = rewinding.retraining(1);
        const std::string name = "$retraining" + coppice::text(step);
        pruned.push_back({start, 0});
        data(name, stretch_from(start, part));
        plot += ", " + name + " with lines lw 2.5 lc rgb '" + blue + "' " +
                (step == 0 ? "title 'retraining, " + begins + "'" : "notitle");
        start += part.epochs();
    }
    data("$pruned", pruned);
    tell("set xlabel 'epochs trained'");
    tell("set ylabel 'rate / base'");
    tell("set yrange [0:1.45]");
    tell("set xrange [0:" + coppice::text(start + 0.2) + "]");
    tell(plot + ", $pruned with points pt 7 ps 0.8 lc rgb '" + red + "' title 'a step prunes'");
}

} // namespace

void rewind() {
    using namespace coppice::rewind;
    draw("none", "weights as they are", none{});
    draw("weights", "weights of epoch 4", weights{.to = 4, .of = training_epochs});
    draw("learning_rate", "weights as they are", learning_rate{.to = 4, .of = training_epochs});
}

} // namespace plots
