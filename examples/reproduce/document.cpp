#include "reproduce/document.hpp"

#include <filesystem>

#include "report/file.hpp"
#include "report/text.hpp"

namespace reproduce {

namespace {

std::string command(const options& chosen) {
    std::vector<std::string> seeds;
    for (const std::uint64_t seed : chosen.seeds) {
        seeds.push_back(std::to_string(seed));
    }
    return "coppice-reproduce " + chosen.figure + " --scale " + to_string(chosen.size) +
           " --seeds " + report::joined(seeds, ",");
}

} // namespace

std::string markdown(const document& made, const options& chosen, const report::plot_result& plot) {
    std::string text =
        "# " + made.title + "\n\n    " + command(chosen) + "\n\n" + made.setting + "\n";
    for (const document::section& part : made.sections) {
        text.append("\n").append(part.text).append("\n\n").append(part.table.markdown());
    }
    if (plot.drawn) {
        text.append("\n![").append(made.title).append("](").append(chosen.figure).append(".png)\n");
    }
    return text;
}

report::plot_result write(const document& made, const options& chosen) {
    std::filesystem::create_directories(chosen.output);
    const std::filesystem::path base = chosen.output / chosen.figure;
    nlohmann::json data = {
        {"figure", chosen.figure}, {"scale", to_string(chosen.size)}, {made.data_name, made.data}};
    report::write_file(base.string() + ".json", data.dump(1) + "\n");
    const report::plot_result plot = report::draw(made.plot, base.string() + ".png");
    report::write_file(base.string() + ".md", markdown(made, chosen, plot));
    return plot;
}

std::string whereabouts(const options& chosen, const report::plot_result& plot) {
    const std::string where = chosen.output.string();
    return plot.drawn ? "\nDocument, data and plot are in " + where + "\n"
                      : "\nDocument and data are in " + where +
                            "; there is no plot: " + plot.reason + "\n";
}

std::string count_seeds(std::size_t seeds) {
    return std::to_string(seeds) + (seeds == 1 ? " seed" : " seeds");
}

nlohmann::json to_json(const std::vector<curve>& curves) {
    nlohmann::json all = nlohmann::json::array();
    for (const curve& of : curves) {
        nlohmann::json points = nlohmann::json::array();
        for (const point& at : of.points) {
            points.push_back(
                {{"round", at.round},
                 {"masked", to_json(at.masked)},
                 {"shrunk", to_json(at.shrunk)},
                 {"test", to_json(at.test)},
                 {"stability", at.stability}});
        }
        all.push_back({{"method", of.method}, {"seed", of.seed}, {"points", std::move(points)}});
    }
    return all;
}

} // namespace reproduce
