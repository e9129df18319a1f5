#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace report {

/// How a series is drawn.
enum class mark { line, points, line_and_points, dashed_line };

/// Points which belong together, under one name in the legend.
struct series {
    std::string name;
    std::vector<double> x;
    std::vector<double> y; ///< as many as `x`; a point with a number that is not finite is a gap
    mark how = mark::line_and_points;
};

/// One diagram.
struct panel {
    std::string title;
    std::string y_label; ///< with its unit
    std::vector<series> lines;
    bool logarithmic_y = false; ///< leaves out points at 0 and below
    bool from_zero = false;     ///< nothing below 0 on the y axis
};

/// Diagrams one below the other, which share their x axis. A name in several panels has the same
/// colour in each.
struct figure {
    std::string title;
    std::string x_label; ///< with its unit
    std::vector<panel> panels;
    bool logarithmic_x = false; ///< leaves out points at 0 and below
    bool descending_x = false;  ///< the largest number on the left, as for parameters that remain
    int width = 1000;           ///< pixels
    int height = 900;           ///< pixels
};

/// Whether there is a picture, and if not, why not.
struct plot_result {
    bool drawn = false;
    std::string reason;           ///< empty where it is drawn
    std::filesystem::path script; ///< holds the data in any case; `gnuplot <script>` draws it again
};

/// Draws a figure to a PNG with gnuplot. The data and what to do with them are written to a script
/// beside it first, `<name>.gp` for `<name>.png`, so that nothing is lost without gnuplot.
///
/// @param drawing  at least one panel, each with at least one point which can be drawn
/// @param png      where the picture goes; an older one is removed first
/// @param program  the gnuplot to run, looked for in PATH
/// @throws std::invalid_argument where a series has not as many `x` as `y`
plot_result draw(
    const figure& drawing, const std::filesystem::path& png,
    const std::string& program = "gnuplot");

} // namespace report
