#include "reproduce/ice_pick_rate.hpp"

#include <coppice/recipe/named.hpp>

#include <array>
#include <string>
#include <utility>

#include "data/open.hpp"
#include "report/format.hpp"
#include "reproduce/ice_network.hpp"

namespace reproduce {

namespace {

constexpr std::array shares = {0.3, 0.7}; ///< of the layers that are frozen

/// A row of the paper's table.
struct published_row {
    const char* network;
    double share;
    std::array<const char*, 2> accuracy;  ///< at a fixed rate, by Eq. 1
    std::array<const char*, 2> retrained; ///< in ten runs, likewise
};

constexpr std::array table_1 = {
    published_row{"ResNet-110", 0.3, {"90.38", "90.67"}, {"132", "102"}},
    published_row{"ResNet-110", 0.7, {"90.22", "90.55"}, {"133", "116"}},
    published_row{"ResNet-152", 0.3, {"90.35", "91.35"}, {"196", "124"}},
    published_row{"ResNet-152", 0.7, {"90.34", "90.61"}, {"131", "112"}},
    published_row{"MobileNetV2", 0.3, {"89.56", "89.26"}, {"21", "20"}},
    published_row{"MobileNetV2", 0.7, {"90.1", "89.74"}, {"27", "24"}}};

/// "90.38 -> 90.67", or nothing for a network that the paper does not have.
std::string
published(const std::string& network, double share, std::array<const char*, 2> published_row::*of) {
    for (const published_row& row : table_1) {
        if (row.network == network && row.share == share) {
            return std::string((row.*of)[0]) + " -> " + (row.*of)[1];
        }
    }
    return "-";
}

/// What Table 1 prunes: MobileNetV2 less than the others.
double ratio_for(const std::string& network) {
    return network == "MobileNetV2" ? 0.4 : 0.6;
}

std::string method(bool fixed, double share) {
    return (fixed ? "fixed " : "Eq. 1 ") + report::percent(share, 0);
}

document::section compared(const std::vector<ice_run>& runs) {
    report::table table(
        {{"network", report::align::left},
         {"pruned"},
         {"frozen"},
         {"published, accuracy"},
         {"fixed"},
         {"Eq. 1"},
         {"published, retrained in 10 runs"},
         {"fixed"},
         {"Eq. 1"}});
    for (const std::string& network : networks_of(runs)) {
        for (const double share : shares) {
            const double ratio = ratio_for(network);
            const auto cell = [&](bool fixed, bool accuracy) {
                return over_seeds(
                           runs, {network, method(fixed, share), ratio},
                           [accuracy](const ice_run& run) {
                               return accuracy ? run.test.percent()
                                               : 10 * static_cast<double>(run.retrained);
                           })
                    .text(accuracy ? 2 : 0);
            };
            table.add_row(
                {network, report::percent(ratio, 0), report::percent(share, 0),
                 published(network, share, &published_row::accuracy), cell(true, true),
                 cell(false, true), published(network, share, &published_row::retrained),
                 cell(true, false), cell(false, false)});
        }
    }
    return {
        "Test accuracy in percent, and retrainings in ten runs (ours: the mean times ten), at a "
        "fixed rate and at the rate of Eq. 1.",
        std::move(table)};
}

report::figure drawn(const std::vector<ice_run>& runs) {
    report::panel accuracy{.title = "accuracy", .y_label = "test accuracy (%)", .lines = {}};
    report::panel count{
        .title = "retrainings", .y_label = "steps retrained", .lines = {}, .from_zero = true};
    for (const std::string& network : networks_of(runs)) {
        for (const bool fixed : {true, false}) {
            report::series points{
                .name = network + (fixed ? ", fixed rate" : ", Eq. 1"), .x = {}, .y = {}};
            report::series times = points;
            for (const double share : shares) {
                const ice_group group{network, method(fixed, share), ratio_for(network)};
                points.x.push_back(100 * share);
                points.y.push_back(over_seeds(runs, group, [](const ice_run& run) {
                                       return run.test.percent();
                                   }).mean());
                times.x.push_back(100 * share);
                times.y.push_back(over_seeds(runs, group, [](const ice_run& run) {
                                      return static_cast<double>(run.retrained);
                                  }).mean());
            }
            accuracy.lines.push_back(std::move(points));
            count.lines.push_back(std::move(times));
        }
    }
    return {
        .title = "ICE-Pick at a fixed learning rate and at that of Eq. 1",
        .x_label = "layers frozen (%)",
        .panels = {std::move(accuracy), std::move(count)},
        .height = 700};
}

} // namespace

document describe_ice_pick_rate(const std::vector<ice_run>& runs, scale size) {
    return {
        .title = "ICE-Pick: a fixed learning rate against Eq. 1",
        .setting = describe(ice_settings(size)) +
                   " Threshold 2.5 points; a fixed rate of 1e-3, or one that falls from there by "
                   "7.5e-4 around 12% pruned (shape 50). Mean ± standard deviation over " +
                   count_seeds(runs) + ".",
        .sections = {compared(runs)},
        .plot = drawn(runs),
        .data = to_json(runs),
        .data_name = "runs"};
}

document ice_pick_rate(const options& chosen, const listener& so_far) {
    const data::data_set set = data::open_data_set("cifar10", chosen.data_directory);
    std::vector<ice_run> runs;
    for (const std::uint64_t seed : chosen.seeds) {
        for (const ice_setting& how : ice_settings(chosen.size)) {
            const ice_network network(set, how, seed);
            const double ratio = ratio_for(how.name);
            for (const double share : shares) {
                runs.push_back(network.prune(
                    method(true, share),
                    coppice::recipe::ice_pick(
                        ratio, {.points = 2.5}, {.share = share}, coppice::lr::constant{})));
                runs.push_back(network.prune(
                    method(false, share),
                    coppice::recipe::ice_pick(ratio, {.points = 2.5}, {.share = share})));
                so_far(describe_ice_pick_rate(runs, chosen.size));
            }
        }
    }
    return describe_ice_pick_rate(runs, chosen.size);
}

} // namespace reproduce
