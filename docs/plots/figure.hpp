#pragma once

#include <functional>
#include <string>
#include <vector>

/// What the rooms' plots are made of. All of it goes to standard output as gnuplot commands.
namespace plots {

struct point {
    double x;
    double y;
};

/// Colours told apart also by those who see few of them (Okabe and Ito, 2008).
inline constexpr const char* blue = "#0072b2";
inline constexpr const char* red = "#d55e00";
inline constexpr const char* grey = "#b8b8b8";

/// Begins the drawing `<room>-<policy>.svg`. What gnuplot was told before holds no more.
void begin(const std::string& room, const std::string& policy, int width = 560, int height = 320);

/// Commands, as they stand.
void tell(const std::string& commands);

/// Points under a name that begins with a dollar sign, for `plot` to use.
void data(const std::string& name, const std::vector<point>& points);

/// The same with a text for each point, for `with labels`.
struct label {
    point at;
    std::string text;
};
void data(const std::string& name, const std::vector<label>& labels);

/// What a function draws over [from, to], with as few points as the eye needs.
std::vector<point> curve(const std::function<double(double)>& function, double from, double to);

/// The same for points that a closed or broken line goes through; `size` is that of the drawing.
std::vector<point> thinned(const std::vector<point>& points, double size);

// A room each.
void couple();
void freeze();
void granularity();
void lr();
void normalise();
void objective();
void reduce();
void rewind();
void schedule();
void score();
void search();
void select();
void step();
void stop();
void trigger();

} // namespace plots
