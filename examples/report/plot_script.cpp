#include "report/plot_script.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "report/text.hpp"

namespace report {
namespace {

/// Colours told apart also by those who see few of them (Okabe and Ito, 2008).
constexpr std::array<const char*, 7> colours{"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                             "#e69f00", "#56b4e9", "#444444"};
constexpr std::array<int, 7> point_types{7, 5, 9, 13, 11, 6, 4};

std::string quoted(const std::string& text) {
    std::string result = "'";
    for (const char byte : one_line(text)) {
        result += byte;
        result += (byte == '\'' ? "'" : "");
    }
    return result + "'";
}

std::string number(double value) {
    if (!std::isfinite(value)) {
        return "NaN";
    }
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    return {digits.data(), end};
}

bool on_axis(double value, bool logarithmic) {
    return std::isfinite(value) && (!logarithmic || value > 0);
}

bool can_draw(const figure& drawing, const panel& shown, double x, double y) {
    return on_axis(x, drawing.logarithmic_x) && on_axis(y, shown.logarithmic_y);
}

bool can_draw(const figure& drawing, const panel& shown, const series& line) {
    for (std::size_t i = 0; i < line.x.size(); ++i) {
        if (can_draw(drawing, shown, line.x[i], line.y[i])) {
            return true;
        }
    }
    return false;
}

std::string legend_name(const figure& drawing, const panel& shown, const series& line) {
    return line.name + (can_draw(drawing, shown, line) ? "" : " (no data)");
}

void check(const figure& drawing) {
    for (const panel& shown : drawing.panels) {
        for (const series& line : shown.lines) {
            if (line.x.size() != line.y.size()) {
                throw std::invalid_argument(
                    "plot: found " + std::to_string(line.x.size()) + " x and " +
                    std::to_string(line.y.size()) + " y in the series '" + line.name +
                    "', expected as many of each");
            }
        }
    }
}

/// The smallest and largest x of all panels, with a little air, as gnuplot writes a range.
std::string x_range(const figure& drawing) {
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const panel& shown : drawing.panels) {
        for (const series& line : shown.lines) {
            for (std::size_t i = 0; i < line.x.size(); ++i) {
                if (can_draw(drawing, shown, line.x[i], line.y[i])) {
                    low = std::min(low, line.x[i]);
                    high = std::max(high, line.x[i]);
                }
            }
        }
    }
    if (drawing.logarithmic_x) {
        const double factor = low < high ? std::pow(high / low, 0.03) : 2;
        low /= factor;
        high *= factor;
    } else {
        const double air = low < high ? 0.03 * (high - low) : std::max(std::abs(low), 1.0) / 2;
        low -= air;
        high += air;
    }
    const std::string first = number(drawing.descending_x ? high : low);
    const std::string last = number(drawing.descending_x ? low : high);
    return "[" + first + ":" + last + "]";
}

/// Every name once, in the order in which the panels bring them up.
std::vector<std::string> names_of(const figure& drawing) {
    std::vector<std::string> names;
    for (const panel& shown : drawing.panels) {
        for (const series& line : shown.lines) {
            if (std::find(names.begin(), names.end(), line.name) == names.end()) {
                names.push_back(line.name);
            }
        }
    }
    return names;
}

std::string block_name(std::size_t panel_index, std::size_t series_index) {
    return "$panel_" + std::to_string(panel_index) + "_series_" + std::to_string(series_index);
}

std::string data_block(const std::string& name, const series& line) {
    std::string result = name + " << end_of_data\n";
    for (std::size_t i = 0; i < line.x.size(); ++i) {
        result += number(line.x[i]) + " " + number(line.y[i]) + "\n";
    }
    return result + "end_of_data\n";
}

std::string style(mark how, std::size_t index) {
    const std::string colour = std::string(" lc rgb '") + colours[index % colours.size()] + "'";
    const std::string points =
        " pt " + std::to_string(point_types[index % point_types.size()]) + " ps 1.2";
    switch (how) {
    case mark::line:
        return "with lines lw 2.5" + colour;
    case mark::points:
        return "with points" + points + colour;
    case mark::dashed_line:
        return "with lines lw 2 dt 2" + colour;
    case mark::line_and_points:
        break;
    }
    return "with linespoints lw 2.5" + points + colour;
}

std::string plot_command(const figure& drawing, std::size_t panel_index) {
    const panel& shown = drawing.panels[panel_index];
    const std::vector<std::string> names = names_of(drawing);
    std::string result;
    for (std::size_t i = 0; i < shown.lines.size(); ++i) {
        const series& line = shown.lines[i];
        const auto name = std::find(names.begin(), names.end(), line.name);
        const std::string look = style(line.how, static_cast<std::size_t>(name - names.begin()));
        result += (i == 0 ? "plot " : ", \\\n     ");
        result += can_draw(drawing, shown, line) ? block_name(panel_index, i) + " using 1:2 "
                                                 : std::string("NaN ");
        result += look + " title " + quoted(legend_name(drawing, shown, line));
    }
    return result + "\n";
}

/// Room around and between the panels, the same for all of them so that their axes line up.
std::string margins(const figure& drawing) {
    std::size_t longest = 0;
    for (const panel& shown : drawing.panels) {
        for (const series& line : shown.lines) {
            longest = std::max(longest, display_width(legend_name(drawing, shown, line)));
        }
    }
    const double legend = std::min(105.0 + 8.5 * static_cast<double>(longest), 0.4 * drawing.width);
    const double left = 125.0 / drawing.width;
    const double right = 1 - legend / drawing.width;
    const double bottom = 75.0 / drawing.height;
    const double top = 1 - 75.0 / drawing.height;
    const double spacing = 65.0 / drawing.height;
    return "margins screen " + number(left) + "," + number(right) + "," + number(bottom) + "," +
           number(top) + " spacing screen " + number(spacing);
}

std::string panel_commands(const figure& drawing, std::size_t index) {
    const panel& shown = drawing.panels[index];
    const bool last = index + 1 == drawing.panels.size();
    std::string result = "set title " + quoted(shown.title) + " font ',13' offset 0,-0.5\n";
    result += "set ylabel " + quoted(shown.y_label) + "\n";
    result += shown.logarithmic_y ? "set logscale y\nunset offsets\n"
                                  : "unset logscale y\nset offsets 0,0,graph 0.04,graph 0.04\n";
    result += shown.from_zero ? "set yrange [0:*]\n" : "set yrange [*:*]\n";
    if (last) {
        result += "set xlabel " + quoted(drawing.x_label) + "\nset format x '%g'\n";
    } else {
        result += "unset xlabel\nset format x ''\n";
    }
    return result + plot_command(drawing, index);
}

} // namespace

std::string plot_script(const figure& drawing, const std::string& output) {
    check(drawing);
    std::string script = "set terminal pngcairo noenhanced size " + std::to_string(drawing.width) +
                         "," + std::to_string(drawing.height) +
                         " font 'sans,12' background rgb 'white'\n";
    script += "set output " + quoted(output) + "\n";
    for (std::size_t i = 0; i < drawing.panels.size(); ++i) {
        for (std::size_t j = 0; j < drawing.panels[i].lines.size(); ++j) {
            script += data_block(block_name(i, j), drawing.panels[i].lines[j]);
        }
    }
    script += "set encoding utf8\n"
              "set border 3 lc rgb '#444444'\n"
              "set tics nomirror out textcolor rgb '#444444'\n"
              "set grid lt 1 lw 1 lc rgb '#e4e4e4'\n"
              "set key outside right top Left reverse samplen 3\n";
    script += std::string(drawing.logarithmic_x ? "set logscale x\n" : "");
    script += "set xrange " + x_range(drawing) + "\n";
    script += "set multiplot layout " + std::to_string(drawing.panels.size()) + ",1 title " +
              quoted(drawing.title) + " font ',16' " + margins(drawing) + "\n";
    for (std::size_t i = 0; i < drawing.panels.size(); ++i) {
        script += panel_commands(drawing, i);
    }
    return script + "unset multiplot\n";
}

std::string plot_obstacle(const figure& drawing) {
    check(drawing);
    if (drawing.panels.empty()) {
        return "no panel to draw";
    }
    for (const panel& shown : drawing.panels) {
        const bool any =
            std::any_of(shown.lines.begin(), shown.lines.end(), [&](const series& line) {
                return can_draw(drawing, shown, line);
            });
        if (!any) {
            return "no point to draw in the panel '" + shown.title + "'";
        }
    }
    return "";
}

} // namespace report
