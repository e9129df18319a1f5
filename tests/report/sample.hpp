#pragma once

#include "report/plot.hpp"

#include <limits>

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// Two panels over the parameters that remain, with names which would mean something to gnuplot or
/// to a shell were they not quoted.
inline report::figure sample_figure() {
    report::figure drawing;
    drawing.title = "it's a $(test) of `names`";
    drawing.x_label = "thousand parameters";
    drawing.descending_x = true;
    report::panel accuracy;
    accuracy.title = "accuracy";
    accuracy.y_label = "%";
    accuracy.lines = {
        {.name = "ice_pick", .x = {110, 60, 10}, .y = {92, 91.5, 88}},
        {.name = "unpruned", .x = {110, 10}, .y = {92, 92}, .how = report::mark::dashed_line}};
    report::panel time;
    time.title = "time";
    time.y_label = "seconds";
    time.lines = {
        {.name = "one_cycle", .x = {110, 60}, .y = {30, 20}, .how = report::mark::line},
        {.name = "ice_pick", .x = {110, 60, 10}, .y = {12, 8, 3}, .how = report::mark::points}};
    drawing.panels = {accuracy, time};
    return drawing;
}
