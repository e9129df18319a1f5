#pragma once

#include <coppice/drive/report.hpp>
#include <coppice/metric/accuracy.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "report/plot.hpp"
#include "reproduce/statistic.hpp"

namespace reproduce {

/// What pruning in steps made of one network, and where its time went.
struct ice_run {
    std::string network; ///< as the paper names it
    std::string method;
    double ratio = 0; ///< of the filters, in [0, 1)
    std::uint64_t seed = 1;
    coppice::metric::accuracy dense; ///< before pruning, on the test set, for the report alone
    coppice::metric::accuracy test;  ///< after it
    coppice::index steps = 0;
    coppice::index retrained = 0;       ///< steps that were followed by retraining
    coppice::drive::seconds spent = {}; ///< without tuning
    coppice::index answers = 0;         ///< counted in all evaluations
    coppice::index questions = 0;       ///< had none of them stopped early
    double saved_by_size = 0; ///< retraining, had the network been shrunk before: by its MACs
    double tuning = 0;        ///< seconds
    std::string settings;     ///< that tuning found

    /// Seconds, tuning included.
    [[nodiscard]] double total() const { return spent.total() + tuning; }
    [[nodiscard]] double per_retraining() const {
        return retrained == 0 ? 0 : spent.retrain / static_cast<double>(retrained);
    }
};

/// What runs have in common.
struct ice_group {
    std::string network;
    std::string method;
    double ratio = 0;
};

/// A number over the seeds of a group.
[[nodiscard]] statistic over_seeds(
    const std::vector<ice_run>& runs, const ice_group& wanted,
    const std::function<double(const ice_run&)>& number);

/// A number of a group's run and another method's of the same network, ratio and seed.
[[nodiscard]] statistic against(
    const std::vector<ice_run>& runs, const ice_group& wanted, const std::string& other,
    const std::function<double(const ice_run&, const ice_run&)>& number);

/// By how many points of test accuracy a run is ahead of another.
[[nodiscard]] double points_ahead(const ice_run& run, const ice_run& other);

/// A line over the ratios of a network's runs, in percent.
[[nodiscard]] report::series over_ratios(
    const std::vector<ice_run>& runs, const std::string& network, const std::string& name,
    const std::function<double(double ratio)>& number);

/// The ratios of a network's runs, ascending.
[[nodiscard]] std::vector<double>
ratios_of(const std::vector<ice_run>& runs, const std::string& network);

/// The networks of the runs, in their order.
[[nodiscard]] std::vector<std::string> networks_of(const std::vector<ice_run>& runs);

[[nodiscard]] nlohmann::json to_json(const std::vector<ice_run>& runs);

} // namespace reproduce
