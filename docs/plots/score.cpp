// Scores: level lines for a group of two weights, or a few channels with what they put out.

#include "figure.hpp"

#include <coppice/backend/reference.hpp>
#include <coppice/score/activation_mean.hpp>
#include <coppice/score/apoz.hpp>
#include <coppice/score/fisher.hpp>
#include <coppice/score/l1.hpp>
#include <coppice/score/l2.hpp>
#include <coppice/score/lp.hpp>
#include <coppice/score/snip.hpp>
#include <coppice/score/taylor.hpp>
#include <coppice/score/wanda.hpp>
#include <coppice/toolbox/activations.hpp>

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
}

} // namespace plots
