// Scores: level lines for a group of two weights, a few channels with what they put out, or the
// groups of a small layer.

#include "figure.hpp"

#include <coppice/backend/reference.hpp>
#include <coppice/granularity/filter.hpp>
#include <coppice/granularity/weight.hpp>
#include <coppice/score/activation_mean.hpp>
#include <coppice/score/apoz.hpp>
#include <coppice/score/bn_scale.hpp>
#include <coppice/score/fisher.hpp>
#include <coppice/score/geometric_median.hpp>
#include <coppice/score/l1.hpp>
#include <coppice/score/l2.hpp>
#include <coppice/score/lamp.hpp>
#include <coppice/score/lp.hpp>
#include <coppice/score/random.hpp>
#include <coppice/score/snip.hpp>
#include <coppice/score/taylor.hpp>
#include <coppice/score/wanda.hpp>
#include <coppice/toolbox/activations.hpp>
#include <coppice/toolbox/prune.hpp>
#include <coppice/toolbox/scores.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <functional>
#include <numbers>
#include <string>
#include <vector>

namespace plots {
namespace {

using of_two = std::function<double(double, double)>;

std::string rounded(double number) {
    std::array<char, 32> digits{};
    std::snprintf(digits.data(), digits.size(), "%.2f", number);
    return digits.data();
}

/// The weights in one direction from 0 at which a score that grows on the way has the given level;
/// well outside the drawing if it never has.
point at_level(const of_two& score, double level, double turn) {
    const double x = std::cos(2 * std::numbers::pi * turn);
    const double y = std::sin(2 * std::numbers::pi * turn);
    double low = 0;
    double high = 8;
    for (int halving = 0; halving < 40; ++halving) {
        const double middle = (low + high) / 2;
        (score(middle * x, middle * y) < level ? low : high) = middle;
    }
    return {low * x, low * y};
}

std::vector<point> level_line(const of_two& score, double level) {
    constexpr std::size_t directions = 1440;
    std::vector<point> points(directions + 1);
    for (std::size_t i = 0; i <= directions; ++i) {
        points[i] = at_level(score, level, static_cast<double>(i) / directions);
    }
    return thinned(points, 2);
}

/// Lines of equal score over the two weights of a group, and three groups, one of which goes first.
/// @param further  what the score reads beside the weights; empty if nothing
void level_lines(
    const std::string& policy, const std::string& further, const of_two& score,
    const std::vector<double>& levels) {
    begin("score", policy, 420, 420);
    std::string plot = "plot ";
    std::vector<label> names;
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const std::string line = "$level_" + std::to_string(i);
        data(line, level_line(score, levels[i]));
        plot += line + " with lines lc rgb '" + grey + "', ";
        names.push_back({at_level(score, levels[i], -1.0 / 8), rounded(levels[i])});
    }
    const std::array<point, 3> groups{{{0.8, 0.1}, {0.5, 0.5}, {-0.3, 0.75}}};
    const auto score_of = [&](const point& group) { return score(group.x, group.y); };
    const auto* const lowest =
        std::min_element(groups.begin(), groups.end(), [&](const point& a, const point& b) {
            return score_of(a) < score_of(b);
        });
    std::vector<label> scores;
    scores.reserve(groups.size());
    for (const point& group : groups) {
        scores.push_back(
            {group, rounded(score_of(group)) + (&group == lowest ? " goes first" : "")});
    }
    data("$names", names);
    data("$groups", scores);
    data("$lowest", std::vector<point>{*lowest});
    tell("set size square");
    tell("set title '" + policy + further + "'");
    tell("set xlabel 'weight 1'");
    tell("set ylabel 'weight 2'");
    tell("set xrange [-1:1]");
    tell("set yrange [-1:1]");
    tell("set tics 0.5");
    tell("unset key");
    tell(
        plot + "$names with labels font ',11' textcolor rgb '#707070', " +
        "$groups with points pt 7 ps 0.8 lc rgb '" + blue + "', " +
        "$lowest with points pt 7 ps 0.9 lc rgb '" + red + "', " +
        "$groups with labels offset 0,0.9");
}

/// Outputs of four channels, 2 images of 2 x 2 positions, and what a score makes of them.
template <class Score>
void channels(const std::string& policy, const std::string& what, bool dash, const Score& score) {
    constexpr std::size_t images = 2;
    constexpr std::size_t positions = 4;
    constexpr std::size_t count = 4;
    const std::vector<float> output = {
        0,    0, 0,    3,    /* */ 0.3F, 0.2F, 0.4F, 0.1F, // image 0
        1,    0, 0.8F, 1.2F, /* */ 0,    2,    1.5F, 0,    //
        2.6F, 0, 0,    0,    /* */ 0.3F, 0.2F, 0.3F, 0.2F, // image 1
        1.5F, 0, 0.9F, 1.1F, /* */ 1.8F, 0,    0,    2.2F, //
    };
    coppice::backend::reference backend;
    coppice::activations seen(backend, count, score);
    seen.add(coppice::view<const float>(output.data(), {images, count, 2, 2}));
    const auto scores = seen.mean();

    begin("score", policy);
    std::vector<point> active;
    std::vector<point> silent;
    for (std::size_t i = 0; i < output.size(); ++i) {
        const std::size_t image = i / (count * positions);
        const auto channel = static_cast<double>(i / positions % count);
        const auto place = static_cast<double>(image * positions + i % positions);
        const point at{channel + 0.08 * (place - 3.5), output[i]};
        (output[i] == 0 ? silent : active).push_back(at);
    }
    std::vector<point> marks;
    std::vector<label> labels;
    const auto* const lowest = std::min_element(scores.data(), scores.data() + count);
    for (std::size_t channel = 0; channel < count; ++channel) {
        const double* const value = scores.data() + channel;
        const auto x = static_cast<double>(channel);
        marks.push_back({x, *value});
        labels.push_back({{x, 3.5}, rounded(*value) + (value == lowest ? " goes first" : "")});
    }
    data("$active", active);
    data("$silent", silent);
    data("$marks", marks);
    data("$labels", labels);
    tell("set xlabel 'channel, with its 8 outputs and its score: " + what + "'");
    tell("set ylabel 'output'");
    tell("set xrange [-0.6:3.6]");
    tell("set yrange [-0.2:3.8]");
    tell("set xtics 1");
    tell(
        "plot $active with points pt 7 ps 0.6 lc rgb '" + std::string(blue) +
        "' title 'active', $silent with points pt 6 ps 0.6 lc rgb '" + blue +
        "' title 'silent', $labels with labels notitle" +
        (dash ? ", $marks using 1:2:(0.35) with xerrorbars pt 0 lw 3 lc rgb '" + std::string(red) +
                    "' title 'mean'"
              : ""));
}

template <class Score>
of_two from_weights(const Score& score) {
    return [score](double a, double b) {
        return score.finish(score.accumulate(score.accumulate(0.0, a), b), 2);
    };
}

/// @param a, b  what the score reads beside either weight
template <class Score>
of_two from_weights_and(const Score& score, double a, double b) {
    return [=](double first, double second) {
        return score.finish(score.accumulate(score.accumulate(0.0, first, a), second, b), 2);
    };
}

/// A bar a group: what it holds, or its score.
/// @param gone  whether a group goes
template <class Gone>
void bars(
    const std::string& policy, const std::string& x_name, const std::string& y_name,
    const std::string& y_range, const std::vector<double>& heights, const Gone& gone) {
    std::vector<point> going;
    std::vector<point> staying;
    for (std::size_t g = 0; g < heights.size(); ++g) {
        (gone(static_cast<coppice::index>(g)) ? going : staying)
            .push_back({static_cast<double>(g), heights[g]});
    }
    begin("score", policy);
    data("$going", going);
    data("$staying", staying);
    tell("set xlabel '" + x_name + "'");
    tell("set ylabel '" + y_name + "'");
    tell("set xrange [-0.8:" + coppice::text(heights.size()) + "]");
    tell("set yrange " + y_range);
    tell("set boxwidth 0.7");
    tell(
        "plot $going with boxes lc rgb '" + std::string(red) +
        "' title 'goes', $staying with boxes lc rgb '" + blue + "' title 'stays'");
}

void by_chance() {
    constexpr coppice::index groups = 24;
    const std::vector<float> weights(groups, 1);
    const coppice::view<const float> layer(weights.data(), {groups, 1});
    const coppice::granularity::filter filters;
    coppice::backend::reference backend;
    const auto scores = coppice::scores(backend, layer, filters, coppice::score::random{});
    const auto mask = coppice::prune(backend, layer, 0.25, filters, coppice::score::random{});
    bars(
        "random", "group; seed = 1, a share of 0.25 goes", "score", "[0:1]",
        {scores.data(), scores.data() + groups}, [&](coppice::index g) { return !mask[g]; });
}

void scales() {
    const std::vector<float> scale = {0.92F, 0.04F,  0.55F, -0.48F, 0.71F, 0.02F,
                                      1.08F, -0.07F, 0.33F, 0.86F,  0.01F, 0.64F};
    const coppice::view<const float> layer(
        scale.data(), {static_cast<coppice::index>(scale.size())});
    coppice::backend::reference backend;
    const auto mask = coppice::prune(
        backend, layer, 0.34, coppice::granularity::weight{}, coppice::score::bn_scale{});
    bars(
        "bn_scale", "channel; a share of 0.34 goes", "scale of its batch normalisation",
        "[-0.7:1.2]", {scale.begin(), scale.end()}, [&](coppice::index g) { return !mask[g]; });
}

/// Scores of single weights over their place in the order of magnitude.
void against_magnitude() {
    const std::vector<float> weights = {0.05F, 0.1F,  0.14F, 0.2F, 0.24F, 0.3F,
                                        0.36F, 0.45F, 0.5F,  0.6F, 0.75F, 1};
    const auto count = static_cast<coppice::index>(weights.size());
    coppice::backend::reference backend;
    const auto scores = coppice::scores(
        backend, coppice::view<const float>(weights.data(), {count}),
        coppice::granularity::weight{}, coppice::score::lamp{});
    std::vector<point> lamp;
    std::vector<point> magnitude;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const auto rank = static_cast<double>(i);
        lamp.push_back({rank, scores.data()[i]});
        magnitude.push_back({rank, static_cast<double>(weights[i])});
    }
    begin("score", "lamp");
    data("$lamp", lamp);
    data("$magnitude", magnitude);
    tell("set xlabel 'weights of a layer in order of magnitude'");
    tell("set ylabel 'score'");
    tell("set xrange [-0.5:11.5]");
    tell("set yrange [0:1.05]");
    tell("set xtics 1");
    tell(
        "plot $magnitude with linespoints pt 6 ps 0.6 lc rgb '" + std::string(grey) +
        "' title 'magnitude', $lamp with linespoints pt 7 ps 0.6 lw 2.5 lc rgb '" + blue +
        "' title 'lamp'");
}

/// Filters of two weights as points in the plane.
void in_the_middle() {
    const std::vector<float> weights = {-0.7F, 0.5F,  0.65F, 0.6F, 0.15F, 0.1F, -0.05F,
                                        0.3F,  -0.4F, -0.6F, 0.8F, -0.3F, 0.3F, -0.75F};
    const auto count = static_cast<coppice::index>(weights.size() / 2);
    const coppice::view<const float> layer(weights.data(), {count, 2});
    const coppice::granularity::filter filters;
    const coppice::score::geometric_median score;
    coppice::backend::reference backend;
    const auto scores = coppice::scores(backend, layer, filters, score);
    const auto mask = coppice::prune(backend, layer, 0.3, filters, score);
    std::vector<point> going;
    std::vector<point> staying;
    std::vector<label> labels;
    for (coppice::index g = 0; g < count; ++g) {
        const float* const filter = weights.data() + 2 * g;
        const point at{static_cast<double>(filter[0]), static_cast<double>(filter[1])};
        (mask[g] ? staying : going).push_back(at);
        labels.push_back({at, rounded(scores.data()[g])});
    }
    begin("score", "geometric_median", 420, 420);
    data("$going", going);
    data("$staying", staying);
    data("$labels", labels);
    tell("set size square");
    tell("set xlabel 'weight 1'");
    tell("set ylabel 'weight 2'");
    tell("set xrange [-1:1]");
    tell("set yrange [-1:1]");
    tell("set tics 0.5");
    tell(
        "plot $going with points pt 7 ps 0.9 lc rgb '" + std::string(red) +
        "' title 'goes', $staying with points pt 7 ps 0.8 lc rgb '" + blue +
        "' title 'stays', $labels with labels offset 0,0.9 notitle");
}

} // namespace

void score() {
    using namespace coppice::score;
    const std::vector<double> quarters = {0.25, 0.5, 0.75, 1};
    level_lines("l1", "", from_weights(l1{}), quarters);
    level_lines("l2", "", from_weights(l2{}), quarters);
    level_lines("lp", ", p = 3", from_weights(lp{}), quarters);
    level_lines("taylor", ", gradient (1, 0.4)", from_weights_and(taylor{}, 1, 0.4), quarters);
    level_lines("snip", ", gradient (1, 0.4)", from_weights_and(snip{}, 1, 0.4), quarters);
    level_lines(
        "fisher", ", F = (1, 0.4)", from_weights_and(fisher{}, 1, 0.4), {0.03, 0.12, 0.28, 0.5});
    level_lines("wanda", ", input norms (0.4, 1)", from_weights_and(wanda{}, 0.4, 1), quarters);
    channels("activation_mean", "the mean", true, activation_mean{});
    channels("apoz", "the share that is active", false, apoz{});
    by_chance();
    scales();
    against_magnitude();
    in_the_middle();
}

} // namespace plots
