// Learning rates: over one training, or over the weights that remain.

#include "figure.hpp"

#include <coppice/core/text.hpp>
#include <coppice/lr/constant.hpp>
#include <coppice/lr/cosine.hpp>
#include <coppice/lr/one_cycle.hpp>
#include <coppice/lr/pruning_aware.hpp>
#include <coppice/lr/steps.hpp>
#include <coppice/lr/warmup_decay.hpp>

#include <string>

namespace plots {
namespace {

template <coppice::lr::policy Rate>
void over_training(const std::string& policy, const Rate& rate) {
    begin("lr", policy);
    const auto relative = [&](double done) { return rate.rate({.progress = done}) / rate.base; };
    data("$rate", curve(relative, 0, 1));
    tell("set xlabel 'share of the training'");
    tell("set ylabel 'rate / base'");
    tell("set yrange [0:1.1]");
    tell("plot $rate with lines lw 3 lc rgb '" + std::string(blue) + "' title '" + policy + "'");
}

} // namespace

void lr() {
    using coppice::lr::pruning_aware;
    over_training("constant", coppice::lr::constant{});
    over_training("warmup_decay", coppice::lr::warmup_decay{});
    over_training("steps", coppice::lr::steps{.warmup = 0.1});
    over_training("cosine", coppice::lr::cosine{.cycles = 2});
    over_training("one_cycle", coppice::lr::one_cycle{});

    begin("lr", "pruning_aware");
    const double base = pruning_aware{}.base;
    const auto rates = [base](double shape) {
        const pruning_aware rate{.shape = shape};
        return curve(
            [&](double remaining) { return rate.rate({.remaining = remaining}) / base; }, 0.5, 1);
    };
    data("$flat", rates(5));
    data("$middle", rates(15));
    data("$default", rates(pruning_aware{}.shape));
    tell("set xlabel 'share of the weights that remain, α'");
    tell("set ylabel 'rate / base'");
    tell("set xrange [1:0.5]");
    tell("set yrange [0:1.1]");
    tell("set arrow from 0.88,0 to 0.88,1.1 nohead dt 2 lc rgb '#888888'");
    tell("set label '1 − midpoint' at 0.87,0.06 textcolor rgb '#444444'");
    tell(
        "plot $flat with lines lc rgb '" + std::string(grey) + "' title 'shape = 5', " +
        "$middle with lines lc rgb '#707070' title '15', " + "$default with lines lw 3 lc rgb '" +
        blue + "' title '" + coppice::text(pruning_aware{}.shape) + "'");
}

} // namespace plots
