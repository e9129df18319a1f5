#include "trainer/sensitivity.hpp"

#include <algorithm>
#include <utility>

#include "report/format.hpp"
#include "trainer/describe.hpp"

namespace trainer {

std::vector<double> scanned_ratios() {
    return {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};
}

sensitivity_scan scan_sensitivity(
    const nn::model& dense, const data_split& data, const host_options& options,
    const arithmetic& by) {
    nn::network net = dense.net;
    const described description = describe(net, dense.blocks);
    host host(net, description, data, options);
    sensitivity_scan made{.seed = options.seed, .names = {}, .report = {}};
    made.report = by.scan(description, host, scanned_ratios());
    for (const coppice::drive::layer_sensitivity& layer : made.report.layers) {
        made.names.push_back(description.model.layer_at(layer.layer).name);
    }
    return made;
}

report::table sensitivity_table(const sensitivity_scan& scanned, double tolerance) {
    std::vector<report::column> columns = {{"layer", report::align::left}, {"filters"}};
    std::size_t layers = 0;
    for (const coppice::drive::layer_sensitivity& layer : scanned.report.layers) {
        layers = std::max(layers, static_cast<std::size_t>(layer.layer) + 1);
    }
    if (!scanned.report.layers.empty()) {
        for (const auto& point : scanned.report.layers.front().points) {
            columns.push_back({report::percent(point.ratio, 0)});
        }
    }
    columns.push_back({"largest ratio within " + report::decimal(tolerance, 1) + " points"});
    report::table table(columns);
    const std::vector<double> most =
        coppice::drive::ratios_within(scanned.report, layers, tolerance);
    for (std::size_t i = 0; i < scanned.report.layers.size(); ++i) {
        const coppice::drive::layer_sensitivity& layer = scanned.report.layers[i];
        std::vector<std::string> row = {scanned.names[i], report::grouped(layer.groups)};
        for (const auto& point : layer.points) {
            row.push_back(
                report::decimal(scanned.report.original.percent() - point.accuracy.percent(), 1));
        }
        row.push_back(report::percent(most[static_cast<std::size_t>(layer.layer)], 0));
        table.add_row(std::move(row));
    }
    return table;
}

report::figure sensitivity_figure(const sensitivity_scan& scanned, const std::string& title) {
    report::panel panel{
        .title = "each layer pruned alone, nothing retrained",
        .y_label = "accuracy on held-out images (%)",
        .lines = {}};
    for (std::size_t i = 0; i < scanned.report.layers.size(); ++i) {
        report::series line{
            .name = scanned.names[i], .x = {0}, .y = {scanned.report.original.percent()}};
        for (const auto& point : scanned.report.layers[i].points) {
            line.x.push_back(100 * point.ratio);
            line.y.push_back(point.accuracy.percent());
        }
        panel.lines.push_back(std::move(line));
    }
    return {.title = title, .x_label = "filters pruned (%)", .panels = {std::move(panel)}};
}

} // namespace trainer
