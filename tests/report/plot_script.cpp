#include "report/plot_script.hpp"

#include <stdexcept>

#include <doctest/doctest.h>

#include "message.hpp"
#include "sample.hpp"

namespace {

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("plot_script: holds the data, and numbers as exact as they are") {
    report::figure drawing = sample_figure();
    drawing.panels[0].lines[0].y[1] = 0.1;
    drawing.panels[0].lines[0].y[2] = not_a_number;
    const std::string script = report::plot_script(drawing, "a.png");
    CHECK(has(script, "$panel_0_series_0 << end_of_data\n110 92\n60 0.1\n10 NaN\nend_of_data\n"));
    CHECK(has(script, "$panel_1_series_0 << end_of_data\n110 30\n60 20\nend_of_data\n"));
}

TEST_CASE("plot_script: texts are quoted, and one line each") {
    report::figure drawing = sample_figure();
    drawing.x_label = "a\nset output 'b'";
    const std::string script = report::plot_script(drawing, "it's.png");
    CHECK(has(script, "set output 'it''s.png'\n"));
    CHECK(has(script, "title 'it''s a $(test) of `names`' font"));
    CHECK(has(script, "set xlabel 'a set output ''b'''\n"));
    CHECK(has(script, "pngcairo noenhanced size 1000,900 "));
}

TEST_CASE("plot_script: panels share the x axis, which only the last one labels") {
    report::figure drawing = sample_figure();
    const std::string script = report::plot_script(drawing, "a.png");
    CHECK(has(script, "set xrange [113:7]\n"));
    CHECK(has(script, "set multiplot layout 2,1 "));
    const std::size_t first = script.find("unset xlabel\nset format x ''\nplot $panel_0_series_0");
    const std::size_t last = script.find("set xlabel 'thousand parameters'");
    CHECK(first != std::string::npos);
    CHECK(last != std::string::npos);
    CHECK(first < last);
    drawing.descending_x = false;
    CHECK(has(report::plot_script(drawing, "a.png"), "set xrange [7:113]\n"));
}

TEST_CASE("plot_script: a single x has a range too") {
    report::figure drawing = sample_figure();
    drawing.panels.resize(1);
    drawing.panels[0].lines = {{.name = "a", .x = {0}, .y = {1}}};
    drawing.descending_x = false;
    CHECK(has(report::plot_script(drawing, "a.png"), "set xrange [-0.5:0.5]\n"));
    drawing.logarithmic_x = true;
    drawing.panels[0].lines[0].x = {8};
    CHECK(has(report::plot_script(drawing, "a.png"), "set logscale x\nset xrange [4:16]\n"));
}

TEST_CASE("plot_script: points without a place on a logarithmic axis do not count") {
    report::figure drawing = sample_figure();
    drawing.panels.resize(1);
    drawing.panels[0].lines = {{.name = "a", .x = {0, 1, 9}, .y = {1, 1, 0}}};
    drawing.panels[0].logarithmic_y = true;
    drawing.logarithmic_x = true;
    drawing.descending_x = false;
    const std::string script = report::plot_script(drawing, "a.png");
    CHECK(has(script, "set logscale y\n"));
    CHECK_FALSE(has(script, "set yrange [0:*]\n"));
    drawing.panels[0].from_zero = true;
    CHECK(has(report::plot_script(drawing, "a.png"), "set yrange [0:*]\n"));
    CHECK(has(script, "set xrange [0.5:2]\n"));
}

TEST_CASE("plot_script: a name has one colour in all panels, and each way to draw its own style") {
    const std::string script = report::plot_script(sample_figure(), "a.png");
    CHECK(has(
        script, "$panel_0_series_0 using 1:2 with linespoints lw 2.5 pt 7 ps 1.2 lc rgb '#0072b2' "
                "title 'ice_pick'"));
    CHECK(
        has(script, "$panel_0_series_1 using 1:2 with lines lw 2 dt 2 lc rgb '#d55e00' title "
                    "'unpruned'\n"));
    CHECK(
        has(script,
            "$panel_1_series_0 using 1:2 with lines lw 2.5 lc rgb '#009e73' title 'one_cycle'"));
    CHECK(
        has(script, "$panel_1_series_1 using 1:2 with points pt 7 ps 1.2 lc rgb '#0072b2' title "
                    "'ice_pick'\n"));
}

TEST_CASE("plot_script: a series without points is in the legend, and says so") {
    report::figure drawing = sample_figure();
    drawing.panels[0].lines[0].y = {not_a_number, infinity, not_a_number};
    const std::string script = report::plot_script(drawing, "a.png");
    CHECK(has(script, "plot NaN with linespoints"));
    CHECK(has(script, "title 'ice_pick (no data)'"));
    CHECK(report::plot_obstacle(drawing).empty());
}

TEST_CASE("plot_obstacle: says what cannot be drawn") {
    report::figure drawing = sample_figure();
    CHECK(report::plot_obstacle(drawing).empty());
    drawing.panels[1].lines = {{.name = "a", .x = {1}, .y = {not_a_number}}};
    CHECK(report::plot_obstacle(drawing) == "no point to draw in the panel 'time'");
    drawing.panels.clear();
    CHECK(report::plot_obstacle(drawing) == "no panel to draw");
}

TEST_CASE("plot_script: as many y as x") {
    report::figure drawing = sample_figure();
    drawing.panels[1].lines[0].y.pop_back();
    const std::string expected =
        "plot: found 2 x and 1 y in the series 'one_cycle', expected as many of each";
    CHECK(message_of<std::invalid_argument>([&] {
              report::plot_script(drawing, "a.png");
          }) == expected);
    CHECK(message_of<std::invalid_argument>([&] { report::plot_obstacle(drawing); }) == expected);
}
