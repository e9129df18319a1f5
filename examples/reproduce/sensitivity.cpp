#include "reproduce/sensitivity.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "data/open.hpp"
#include "report/format.hpp"
#include "reproduce/ice_network.hpp"
#include "reproduce/statistic.hpp"

namespace reproduce {

namespace {

constexpr double tolerance = 1; ///< percentage points

/// Points of accuracy lost at a layer's ratio, over the seeds.
statistic lost(const scanned_network& network, std::size_t layer, std::size_t ratio) {
    statistic over;
    for (const trainer::sensitivity_scan& scanned : network.scans) {
        over.add(
            scanned.report.original.percent() -
            scanned.report.layers[layer].points[ratio].accuracy.percent());
    }
    return over;
}

/// The largest ratio within the tolerance, over the seeds.
statistic most(const scanned_network& network, std::size_t layer) {
    statistic over;
    for (const trainer::sensitivity_scan& scanned : network.scans) {
        const int id = scanned.report.layers[layer].layer;
        const auto last = static_cast<std::size_t>(scanned.report.layers.back().layer);
        over.add(
            100 * coppice::drive::ratios_within(
                      scanned.report, last + 1, tolerance)[static_cast<std::size_t>(id)]);
    }
    return over;
}

document::section tabled(const scanned_network& network) {
    const std::vector<double> ratios = trainer::scanned_ratios();
    std::vector<report::column> columns = {{"layer", report::align::left}, {"filters"}};
    std::vector<std::size_t> shown;
    for (std::size_t r = 0; r < ratios.size(); r += 2) {
        columns.push_back({report::percent(ratios[r], 0) + " pruned"});
        shown.push_back(r);
    }
    columns.push_back({"ratio within " + report::decimal(tolerance, 0) + " point (%)"});
    report::table table(columns);
    const trainer::sensitivity_scan& first = network.scans.front();
    for (std::size_t layer = 0; layer < first.names.size(); ++layer) {
        std::vector<std::string> row = {
            first.names[layer], report::grouped(first.report.layers[layer].groups)};
        for (const std::size_t r : shown) {
            row.push_back(lost(network, layer, r).text(1));
        }
        row.push_back(most(network, layer).text(0));
        table.add_row(std::move(row));
    }
    return {
        network.name +
            ": points of accuracy on held-out images that a layer costs, pruned alone and nothing "
            "retrained, and the largest ratio at which it costs at most " +
            report::decimal(tolerance, 0) + ".",
        std::move(table)};
}

report::figure drawn(const std::vector<scanned_network>& networks) {
    report::figure figure{
        .title = "What each layer costs, pruned alone",
        .x_label = "filters of the layer pruned (%)",
        .panels = {},
        .height = 600};
    const std::vector<double> ratios = trainer::scanned_ratios();
    for (const scanned_network& network : networks) {
        report::panel panel{
            .title = network.name, .y_label = "points of accuracy lost", .lines = {}};
        const trainer::sensitivity_scan& first = network.scans.front();
        for (std::size_t layer = 0; layer < first.names.size(); ++layer) {
            report::series line{.name = first.names[layer], .x = {0}, .y = {0}};
            for (std::size_t r = 0; r < ratios.size(); ++r) {
                line.x.push_back(100 * ratios[r]);
                line.y.push_back(lost(network, layer, r).mean());
            }
            panel.lines.push_back(std::move(line));
        }
        figure.panels.push_back(std::move(panel));
    }
    return figure;
}

nlohmann::json to_json(const std::vector<scanned_network>& networks) {
    nlohmann::json all = nlohmann::json::array();
    for (const scanned_network& network : networks) {
        for (const trainer::sensitivity_scan& scanned : network.scans) {
            for (std::size_t layer = 0; layer < scanned.names.size(); ++layer) {
                nlohmann::json points = nlohmann::json::array();
                for (const auto& point : scanned.report.layers[layer].points) {
                    points.push_back(
                        {{"ratio", point.ratio},
                         {"pruned", point.pruned},
                         {"correct", point.accuracy.correct},
                         {"total", point.accuracy.total}});
                }
                all.push_back(
                    {{"network", network.name},
                     {"seed", scanned.seed},
                     {"layer", scanned.names[layer]},
                     {"filters", scanned.report.layers[layer].groups},
                     {"original", scanned.report.original.correct},
                     {"points", std::move(points)}});
            }
        }
    }
    return all;
}

} // namespace

document describe_sensitivity(const std::vector<scanned_network>& networks, scale size) {
    std::vector<document::section> sections;
    std::size_t seeds = 0;
    for (const scanned_network& network : networks) {
        sections.push_back(tabled(network));
        seeds = std::max(seeds, network.scans.size());
    }
    return {
        .title = "What each layer costs, pruned alone",
        .setting = describe(ice_settings(size)) +
                   " Filters go by their L1 norm. Mean ± standard deviation over " +
                   count_seeds(seeds) + ".",
        .sections = std::move(sections),
        .plot = drawn(networks),
        .data = to_json(networks),
        .data_name = "layers"};
}

document sensitivity(const options& chosen, const listener& so_far) {
    const data::data_set set = data::open_data_set("cifar10", chosen.data_directory);
    std::vector<scanned_network> networks;
    for (const ice_setting& how : ice_settings(chosen.size)) {
        networks.push_back({how.name, {}});
        for (const std::uint64_t seed : chosen.seeds) {
            networks.back().scans.push_back(ice_network(set, how, seed).scan());
            so_far(describe_sensitivity(networks, chosen.size));
        }
    }
    return describe_sensitivity(networks, chosen.size);
}

} // namespace reproduce
