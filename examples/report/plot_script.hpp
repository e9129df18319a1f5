#pragma once

#include <string>

#include "report/plot.hpp"

namespace report {

/// The gnuplot script, data included, which draws a figure to the file `output` in the directory
/// where gnuplot runs. Texts are quoted such that gnuplot takes nothing in them for a command.
/// @throws std::invalid_argument where a series has not as many `x` as `y`
std::string plot_script(const figure& drawing, const std::string& output);

/// Why a figure cannot be drawn, as in "no point to draw in the panel 'accuracy'"; empty where it
/// can be.
std::string plot_obstacle(const figure& drawing);

} // namespace report
