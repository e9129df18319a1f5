// Selections: the scores of small layers, in ascending order, and which of them go.

#include "figure.hpp"

#include <coppice/backend/reference.hpp>
#include <coppice/core/text.hpp>
#include <coppice/granularity/filter.hpp>
#include <coppice/granularity/weight.hpp>
#include <coppice/score/l1.hpp>
#include <coppice/select/adaptive_threshold.hpp>
#include <coppice/select/budget.hpp>
#include <coppice/select/global.hpp>
#include <coppice/select/local.hpp>
#include <coppice/select/n_m.hpp>
#include <coppice/select/threshold.hpp>
#include <coppice/toolbox/prune.hpp>
#include <coppice/toolbox/prune_by.hpp>

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

namespace plots {
namespace {

using scored_layers = std::vector<std::vector<double>>;

/// A straight line that says where a selection cuts.
struct cut {
    point from;
    point to;
};

const scored_layers two_layers = {
    {0.12, 0.2, 0.26, 0.31, 0.38, 0.46, 0.55, 0.68},
    {0.24, 0.42, 0.5, 0.61, 0.74, 0.9},
};

/// Where the bars of a layer begin: after those of the layers before, and a gap.
double start_of(const scored_layers& shown, std::size_t layer) {
    double x = 0;
    for (std::size_t before = 0; before < layer; ++before) {
        x += static_cast<double>(shown[before].size()) + 1;
    }
    return x;
}

std::vector<coppice::score::stored> sources_of(const scored_layers& shown) {
    std::vector<coppice::score::stored> sources;
    for (const std::vector<double>& scores : shown) {
        sources.push_back({scores.data(), static_cast<coppice::index>(scores.size())});
    }
    return sources;
}

template <class Masks>
void draw(
    const std::string& policy, const std::string& title, const scored_layers& shown,
    const Masks& masks, const std::vector<cut>& cuts, const std::string& cut_name) {
    begin("select", policy);
    std::vector<point> going;
    std::vector<point> staying;
    std::string tics;
    for (std::size_t layer = 0; layer < shown.size(); ++layer) {
        const double start = start_of(shown, layer);
        for (std::size_t g = 0; g < shown[layer].size(); ++g) {
            (masks[layer][static_cast<coppice::index>(g)] ? staying : going)
                .push_back({start + static_cast<double>(g), shown[layer][g]});
        }
        const double middle = start + static_cast<double>(shown[layer].size() - 1) / 2;
        tics += (layer == 0 ? "'layer " : ", 'layer ") + std::to_string(layer) + "' " +
                coppice::text(middle);
    }
    data("$going", going);
    data("$staying", staying);
    std::string lines;
    for (std::size_t i = 0; i < cuts.size(); ++i) {
        const std::string name = "$cut_" + std::to_string(i);
        data(name, std::vector<point>{cuts[i].from, cuts[i].to});
        lines += ", " + name + " with lines dt 2 lw 1.5 lc rgb '#444444' " +
                 (i == 0 ? "title '" + cut_name + "'" : "notitle");
    }
    tell("set xlabel '" + title + "'");
    tell("set ylabel 'score of a group'");
    tell("set xtics (" + tics + ") scale 0");
    tell("set xrange [-0.8:" + coppice::text(start_of(shown, shown.size()) - 1.2) + "]");
    tell("set yrange [0:1]");
    tell("set boxwidth 0.7");
    tell(
        "plot $going with boxes lc rgb '" + std::string(red) +
        "' title 'goes', $staying with boxes lc rgb '" + blue + "' title 'stays'" + lines);
}

/// The line behind that many groups of a layer.
cut behind(const scored_layers& shown, std::size_t layer, double groups) {
    const double x = start_of(shown, layer) + groups - 0.5;
    return {{x, 0}, {x, 1}};
}

void shares() {
    using namespace coppice::select;
    coppice::backend::reference backend;
    const auto sources = sources_of(two_layers);
    const auto count = [](std::size_t layer) {
        return static_cast<double>(two_layers[layer].size());
    };
    draw(
        "local", "share = 0.5", two_layers, coppice::prune_by(backend, sources, 0.5, local{}),
        {behind(two_layers, 0, 0.5 * count(0)), behind(two_layers, 1, 0.5 * count(1))},
        "half of a layer");
    const global capped{.most_per_layer = 0.5};
    const auto cap = [&](std::size_t layer) {
        return std::floor(capped.most_per_layer * count(layer));
    };
    draw(
        "global", "share = 0.43, most_per_layer = 0.5", two_layers,
        coppice::prune_by(backend, sources, 0.43, capped),
        {behind(two_layers, 0, cap(0)), behind(two_layers, 1, cap(1))}, "the cap of a layer");
}

void thresholds() {
    coppice::backend::reference backend;
    const scored_layers shown = {two_layers[0], two_layers[1], {0.08, 0.15, 0.22, 0.28}};
    const coppice::select::threshold limit{.value = 0.35};
    draw(
        "threshold", "value = 0.35; layer 2 keeps its highest score", shown,
        coppice::prune_by(backend, sources_of(shown), limit),
        {{{-0.8, limit.value}, {start_of(shown, 3) - 1.2, limit.value}}}, "threshold");
}

void rounds() {
    const coppice::select::adaptive_threshold rule;
    coppice::select::adaptive_threshold::state now;
    std::vector<point> left;
    std::vector<point> values;
    std::vector<point> rises;
    for (const coppice::index weights : {1000, 990, 985, 984, 980, 960, 955, 900, 899}) {
        const double before = now.value;
        now = rule.next(now, weights);
        const auto round = static_cast<double>(now.round);
        left.push_back({round - 1, static_cast<double>(weights)});
        values.push_back({round, now.value});
        if (now.value > before) {
            rises.push_back({round, now.value});
        }
    }
    begin("select", "adaptive_threshold");
    data("$left", left);
    data("$values", values);
    data("$rises", rises);
    tell("set border 11");
    tell("set xlabel 'round r; percent = 1, quiet_rounds = 3, rise = 0.01'");
    tell("set ylabel 'threshold T[r]'");
    tell("set y2label 'weights left P[r]'");
    tell("set xtics 1");
    tell("set y2tics 50 nomirror out textcolor rgb '#444444'");
    tell("set xrange [-0.2:9.3]");
    tell("set yrange [-0.002:0.05]");
    tell("set y2range [800:1010]");
    tell(
        "plot $left axes x1y2 with linespoints pt 6 ps 0.6 lc rgb '" + std::string(grey) +
        "' title 'P', $values with linespoints pt 7 ps 0.6 lw 2.5 lc rgb '" + blue +
        "' title 'T', $rises with points pt 7 ps 0.9 lc rgb '" + red + "' title 'T has risen'");
}

/// Filters of two layers with 6 and 20 weights each, whose L1 norms are the scores.
void within_budget() {
    using coppice::index;
    constexpr index small = 6;
    constexpr index large = 20;
    std::vector<float> first;
    std::vector<float> second;
    for (const double norm : two_layers[0]) {
        first.insert(first.end(), small, static_cast<float>(norm) / small);
    }
    for (const double norm : two_layers[1]) {
        second.insert(second.end(), large, static_cast<float>(norm) / large);
    }
    const auto filters_of_first = static_cast<index>(two_layers[0].size());
    const auto filters_of_second = static_cast<index>(two_layers[1].size());
    const std::vector weights{
        coppice::view<float>(first.data(), {filters_of_first, small}),
        coppice::view<float>(second.data(), {filters_of_second, large})};
    const coppice::granularity::filter filters;
    const coppice::score::l1 norm;
    coppice::backend::reference backend;
    const auto left = [&](const auto& masks) {
        const index parameters = (filters_of_first - masks[0].pruned) * small +
                                 (filters_of_second - masks[1].pruned) * large;
        return point{
            static_cast<double>(masks[0].pruned + masks[1].pruned),
            static_cast<double>(parameters)};
    };
    const index groups = filters_of_first + filters_of_second;
    std::vector<point> curve;
    for (index k = 0; k <= groups - 2; ++k) {
        const double share = static_cast<double>(k) / static_cast<double>(groups);
        curve.push_back(left(
            coppice::prune(backend, weights, share, filters, norm, coppice::select::global{})));
    }
    const coppice::select::budget limit{.parameters = 100};
    const std::vector<point> chosen{left(coppice::prune(backend, weights, filters, norm, limit))};
    begin("select", "budget");
    data("$curve", curve);
    data("$chosen", chosen);
    tell("set xlabel 'groups that go, the lowest scores of both layers first'");
    tell("set ylabel 'parameters left'");
    tell("set xrange [-0.3:12.3]");
    tell("set xtics 1");
    tell("set yrange [0:180]");
    tell(
        "plot " + coppice::text(limit.parameters) +
        " with lines dt 2 lc rgb '#888888' title 'parameters = 100', "
        "$curve with linespoints pt 7 ps 0.6 lw 2 lc rgb '" +
        blue + "' title 'parameters left', $chosen with points pt 7 ps 0.9 lc rgb '" + red +
        "' title 'the fewest groups that meet the budget'");
}

void pattern() {
    constexpr coppice::index rows = 4;
    constexpr coppice::index columns = 8;
    const std::vector<float> weights = {
        9,  -1, 4,  7,  -2, 8,  3,  -6, //
        1,  2,  -8, 5,  9,  -7, 1,  2,  //
        -5, 6,  2,  3,  1,  4,  -7, 2,  //
        3,  -4, 1,  -9, 6,  1,  5,  -3, //
    };
    const coppice::view<const float> tensor(weights.data(), {rows, columns});
    coppice::backend::reference backend;
    const auto mask = coppice::prune(
        backend, tensor, coppice::granularity::weight{}, coppice::score::l1{},
        coppice::select::n_m{});

    begin("select", "n_m", 520, 270);
    std::vector<point> kept;
    std::vector<point> gone;
    std::vector<label> numbers;
    for (coppice::index i = 0; i < rows * columns; ++i) {
        const coppice::index column = i % columns;
        const double gap = column < columns / 2 ? 0 : 0.3;
        const coppice::index row = i / columns;
        const point at{static_cast<double>(column) + gap, -static_cast<double>(row)};
        (mask[i] ? kept : gone).push_back(at);
        numbers.push_back(
            {at, coppice::text(static_cast<double>(weights[static_cast<std::size_t>(i)]))});
    }
    data("$kept", kept);
    data("$gone", gone);
    data("$numbers", numbers);
    tell("set title 'n_m, kept = 2, of = 4, axis = 1: runs of four inputs'");
    tell("set size ratio -1");
    tell("set xrange [-0.6:7.9]");
    tell("set yrange [-3.6:0.6]");
    tell("unset xtics");
    tell("set ytics ('output 0' 0, 'output 1' -1, 'output 2' -2, 'output 3' -3) scale 0");
    tell("unset border");
    tell("unset key");
    tell("plot $kept using 1:2:(0.47):(0.47) with boxxyerror lc rgb '#9ecae8', "
         "$gone using 1:2:(0.47):(0.47) with boxxyerror lc rgb '#eeeeee', "
         "$numbers with labels font ',11'");
}

} // namespace

void select() {
    shares();
    thresholds();
    rounds();
    pattern();
    within_budget();
}

} // namespace plots
