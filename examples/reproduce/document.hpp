#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "report/plot.hpp"
#include "report/table.hpp"
#include "reproduce/curve.hpp"
#include "reproduce/options.hpp"
#include "trainer/journal.hpp"

namespace reproduce {

/// What a reproduction leaves: text with tables for people, data for machines, a plot for both.
struct document {
    struct section {
        std::string text; ///< a paragraph before the table
        report::table table;
    };

    std::string title;
    std::string setting; ///< what was trained, on what, how often
    std::vector<section> sections;
    report::figure plot;
    nlohmann::json data;
    std::string data_name = "curves"; ///< what the data are
};

/// Told of what there is so far, every now and then: long runs that are cut short leave that.
using listener = std::function<void(const document&)>;

/// In Markdown, with the command that made it and a link to the plot if there is one.
[[nodiscard]] std::string
markdown(const document& made, const options& chosen, const report::plot_result& plot);

/// Writes <output>/<figure>.md, .json and .png (or, without gnuplot, what would draw it).
/// @return whether there is a plot, and if not, why not
/// @throws std::runtime_error for a file that cannot be written
report::plot_result write(const document& made, const options& chosen);

/// Says, in a line of its own, where they are.
[[nodiscard]] std::string whereabouts(const options& chosen, const report::plot_result& plot);

/// "3 seeds".
[[nodiscard]] std::string count_seeds(std::size_t seeds);

/// The same, of those that have a curve or a run.
template <class Run>
[[nodiscard]] std::string count_seeds(const std::vector<Run>& runs) {
    std::set<std::uint64_t> seeds;
    for (const Run& run : runs) {
        seeds.insert(run.seed);
    }
    return count_seeds(seeds.size());
}

using trainer::to_json;

/// Every point of every curve.
[[nodiscard]] nlohmann::json to_json(const std::vector<curve>& curves);

} // namespace reproduce
