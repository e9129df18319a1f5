#pragma once

#include <coppice/drive/sensitivity.hpp>

#include <cstdint>
#include <string>
#include <vector>

#include "nn/models/model.hpp"
#include "report/plot.hpp"
#include "report/table.hpp"
#include "trainer/arithmetic.hpp"
#include "trainer/host.hpp"

namespace trainer {

/// How much accuracy each layer of one network costs, pruned alone.
struct sensitivity_scan {
    std::uint64_t seed = 1;
    std::vector<std::string> names; ///< by layer of the report's
    coppice::drive::sensitivity_report report;
};

/// The shares of a layer's filters that a scan takes: 0.1 to 0.9.
[[nodiscard]] std::vector<double> scanned_ratios();

/// Scans a copy of a network: filters by their L1 norm, accuracy on the images held out.
[[nodiscard]] sensitivity_scan scan_sensitivity(
    const nn::model& dense, const data_split& data, const host_options& options,
    const arithmetic& by = on_eigen());

/// A row a layer: its filters, the points of accuracy it loses at each ratio, and the largest ratio
/// at which it loses at most `tolerance` points.
[[nodiscard]] report::table sensitivity_table(const sensitivity_scan& scanned, double tolerance);

/// The accuracy over the ratio, a line a layer.
[[nodiscard]] report::figure
sensitivity_figure(const sensitivity_scan& scanned, const std::string& title);

} // namespace trainer
