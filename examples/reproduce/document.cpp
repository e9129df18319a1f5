#include "reproduce/document.hpp"

#include <filesystem>
#include <set>

#include "report/file.hpp"

namespace reproduce {

namespace {

nlohmann::json to_json(const coppice::metric::size& size) {
    return {{"parameters", size.parameters}, {"weights", size.weights}, {"macs", size.macs}};
}

std::string command(const options& chosen) {
    std::string seeds;
    for (const std::uint64_t seed : chosen.seeds) {
        seeds.append(seeds.empty() ? "" : ",").append(std::to_string(seed));
    }
    return "coppice-reproduce " + chosen.figure + " --scale " + to_string(chosen.size) +
           " --seeds " + seeds;
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

void write(const document& made, const options& chosen) {
    std::filesystem::create_directories(chosen.output);
    const std::filesystem::path base = chosen.output / chosen.figure;
    nlohmann::json data = {
        {"figure", chosen.figure}, {"scale", to_string(chosen.size)}, {made.data_name, made.data}};
    report::write_file(base.string() + ".json", data.dump(1) + "\n");
    const report::plot_result plot = report::draw(made.plot, base.string() + ".png");
    report::write_file(base.string() + ".md", markdown(made, chosen, plot));
}

std::string count_seeds(std::size_t seeds) {
    return std::to_string(seeds) + (seeds == 1 ? " seed" : " seeds");
}

std::string count_seeds(const std::vector<curve>& curves) {
    std::set<std::uint64_t> seeds;
    for (const curve& of : curves) {
        seeds.insert(of.seed);
    }
    return count_seeds(seeds.size());
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
                 {"test", {{"correct", at.test.correct}, {"total", at.test.total}}},
                 {"stability", at.stability}});
        }
        all.push_back({{"method", of.method}, {"seed", of.seed}, {"points", std::move(points)}});
    }
    return all;
}

} // namespace reproduce
