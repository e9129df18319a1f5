#include "figure.hpp"

#include <cmath>
#include <cstddef>
#include <iostream>

namespace plots {
namespace {

double distance(const point& from, const point& to, const point& other) {
    const double x = to.x - from.x;
    const double y = to.y - from.y;
    const double length = std::hypot(x, y);
    if (length == 0) {
        return std::hypot(other.x - from.x, other.y - from.y);
    }
    return std::abs(x * (other.y - from.y) - y * (other.x - from.x)) / length;
}

/// Keeps between first and last what lies further than `air` from the straight line, by Douglas
/// and Peucker. Of points that are as far off but for rounding it takes the first, so that all
/// compilers keep the same.
void keep_bends(
    const std::vector<point>& points, std::size_t first, std::size_t last, double air,
    std::vector<point>& kept) {
    constexpr double rounding = 1e-9;
    std::size_t furthest = first;
    double most = air;
    for (std::size_t i = first + 1; i < last; ++i) {
        const double off = distance(points[first], points[last], points[i]);
        if (off > most + rounding) {
            most = off;
            furthest = i;
        }
    }
    if (furthest == first) {
        kept.push_back(points[last]);
        return;
    }
    keep_bends(points, first, furthest, air, kept);
    keep_bends(points, furthest, last, air, kept);
}

} // namespace

void begin(const std::string& room, const std::string& policy, int width, int height) {
    std::cout << "reset\n"
              << "set encoding utf8\n"
              << "set terminal svg noenhanced size " << width << ',' << height
              << " font 'sans-serif,13' background 'white'\n"
              << "set output '" << room << '-' << policy << ".svg'\n"
              << "set border 3 lc rgb '#444444'\n"
              << "set tics nomirror out textcolor rgb '#444444'\n"
              << "set key outside top center horizontal Left reverse samplen 2\n"
              << "set style fill solid noborder\n"
              << "set clip two\n";
}

void tell(const std::string& commands) {
    std::cout << commands << '\n';
}

void data(const std::string& name, const std::vector<point>& points) {
    std::cout << name << " << end_of_data\n";
    for (const point& each : points) {
        std::cout << each.x << ' ' << each.y << '\n';
    }
    std::cout << "end_of_data\n";
}

void data(const std::string& name, const std::vector<label>& labels) {
    std::cout << name << " << end_of_data\n";
    for (const label& each : labels) {
        std::cout << each.at.x << ' ' << each.at.y << " \"" << each.text << "\"\n";
    }
    std::cout << "end_of_data\n";
}

std::vector<point> thinned(const std::vector<point>& points, double size) {
    std::vector<point> kept;
    if (!points.empty()) {
        kept.push_back(points.front());
        keep_bends(points, 0, points.size() - 1, size / 2000, kept);
    }
    return kept;
}

std::vector<point> curve(const std::function<double(double)>& function, double from, double to) {
    constexpr int samples = 1000;
    std::vector<point> points;
    for (int i = 0; i <= samples; ++i) {
        const double x = from + (to - from) * i / samples;
        points.push_back({x, function(x)});
    }
    return thinned(points, to - from);
}

} // namespace plots
