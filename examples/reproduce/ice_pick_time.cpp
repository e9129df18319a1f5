#include "reproduce/ice_pick_time.hpp"

#include <coppice/recipe/named.hpp>

#include <map>
#include <string>
#include <utility>

#include "data/open.hpp"
#include "report/format.hpp"
#include "reproduce/ice_network.hpp"

namespace reproduce {

namespace {

constexpr auto naive = "naive";
constexpr auto ice_pick = "ICE-Pick";

/// Percent of the pruning time, by network and ratio.
std::string published(const std::string& network, double ratio) {
    static const std::map<std::pair<std::string, double>, std::string> figures = {
        {{"ResNet-110", 0.4}, "83.9"},  {{"ResNet-152", 0.4}, "87.6"},
        {{"MobileNetV2", 0.4}, "74.0"}, {{"ResNet-110", 0.6}, "71.4"},
        {{"ResNet-152", 0.6}, "76.9"},  {{"MobileNetV2", 0.6}, "32.0"}};
    const auto found = figures.find({network, ratio});
    return found == figures.end() ? "-" : found->second;
}

double test_percent(const ice_run& run) {
    return run.test.percent();
}

double saved(const ice_run& run, const ice_run& base) {
    return 100 * (1 - run.total() / base.total());
}

document::section compared(const std::vector<ice_run>& runs) {
    report::table table(
        {{"network", report::align::left},
         {"pruned"},
         {"published, time saved"},
         {"ours"},
         {"naive, accuracy"},
         {"ICE-Pick"},
         {"against naive"},
         {"retrained"},
         {"of steps"}});
    for (const std::string& network : networks_of(runs)) {
        for (const double ratio : ratios_of(runs, network)) {
            const ice_group ours{network, ice_pick, ratio};
            const auto number = [&](coppice::index ice_run::*of) {
                return over_seeds(
                           runs, ours,
                           [of](const ice_run& run) { return static_cast<double>(run.*of); })
                    .text(1);
            };
            table.add_row(
                {network, report::percent(ratio, 0), published(network, ratio),
                 against(runs, ours, naive, saved).text(1),
                 over_seeds(runs, {network, naive, ratio}, test_percent).text(),
                 over_seeds(runs, ours, test_percent).text(),
                 against(runs, ours, naive, points_ahead).text(), number(&ice_run::retrained),
                 number(&ice_run::steps)});
        }
    }
    return {
        "Pruning time saved against naive iterative pruning, in percent; test accuracy in percent, "
        "and against naive in points; and the steps that were followed by retraining.",
        std::move(table)};
}

report::figure drawn(const std::vector<ice_run>& runs) {
    report::panel time{
        .title = "pruning time saved (Figure 2)", .y_label = "time saved (%)", .lines = {}};
    report::panel accuracy{
        .title = "accuracy (Figure 3)", .y_label = "test accuracy (%)", .lines = {}};
    for (const std::string& network : networks_of(runs)) {
        time.lines.push_back(
            over_ratios(runs, network, network + ", " + ice_pick, [&](double ratio) {
                return against(runs, {network, ice_pick, ratio}, naive, saved).mean();
            }));
        for (const std::string method : {ice_pick, naive}) {
            accuracy.lines.push_back(
                over_ratios(runs, network, network + ", " + method, [&](double ratio) {
                    return over_seeds(runs, {network, method, ratio}, test_percent).mean();
                }));
        }
    }
    return {
        .title = "ICE-Pick against naive iterative pruning",
        .x_label = "filters pruned (%)",
        .panels = {std::move(time), std::move(accuracy)},
        .height = 700};
}

} // namespace

document describe_ice_pick_time(const std::vector<ice_run>& runs, scale size) {
    return {
        .title = "ICE-Pick: pruning time saved, and accuracy",
        .setting = describe(ice_settings(size)) +
                   " Threshold 2.5 points, 70% of the layers frozen, a rate of 1e-3 that falls by "
                   "7.5e-4 around 12% pruned; the naive recipe retrains after every step at 1e-3. "
                   "Mean ± standard deviation over " +
                   count_seeds(runs) + ".",
        .sections = {compared(runs)},
        .plot = drawn(runs),
        .data = to_json(runs),
        .data_name = "runs"};
}

document ice_pick_time(const options& chosen, const listener& so_far) {
    const data::data_set set = data::open_data_set("cifar10", chosen.data_directory);
    std::vector<ice_run> runs;
    for (const std::uint64_t seed : chosen.seeds) {
        for (const ice_setting& how : ice_settings(chosen.size)) {
            const ice_network network(set, how, seed);
            for (const double ratio : {0.4, 0.6}) {
                runs.push_back(network.prune(naive, coppice::recipe::naive_iterative(ratio)));
                runs.push_back(network.prune(
                    ice_pick, coppice::recipe::ice_pick(ratio, {.points = 2.5}, {.share = 0.7})));
                so_far(describe_ice_pick_time(runs, chosen.size));
            }
        }
    }
    return describe_ice_pick_time(runs, chosen.size);
}

} // namespace reproduce
