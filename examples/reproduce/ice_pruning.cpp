#include "reproduce/ice_pruning.hpp"

#include <coppice/recipe/named.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "data/open.hpp"
#include "report/format.hpp"
#include "reproduce/ice_network.hpp"

namespace reproduce {

namespace {

constexpr auto naive = "naive";
constexpr auto fixed = "fixed rate";
constexpr auto tuned = "ICE-Pruning";

/// At the small scale on more images than other figures: what tuning takes is the same then, and is
/// a smaller part of the whole, as at the paper's.
std::vector<ice_setting> settings_at(scale size) {
    std::vector<ice_setting> all = ice_settings(size);
    for (ice_setting& how : all) {
        how.training_images = size == scale::small ? 6'000 : how.training_images;
    }
    return all;
}

double accuracy(const ice_run& run) {
    return run.test.percent();
}

double faster(const ice_run& run, const ice_run& base) {
    return base.total() / run.total();
}

document::section compared(const std::vector<ice_run>& runs) {
    report::table table(
        {{"network", report::align::left},
         {"pruned"},
         {"dense"},
         {"naive"},
         {"ICE-Pruning"},
         {"against naive"},
         {"retrained"},
         {"times faster"},
         {"published, at most"}});
    for (const std::string& network : networks_of(runs)) {
        for (const double ratio : ratios_of(runs, network)) {
            const ice_group ours{network, tuned, ratio};
            table.add_row(
                {network, report::percent(ratio, 0),
                 over_seeds(runs, ours, [](const ice_run& run) { return run.dense.percent(); })
                     .text(),
                 over_seeds(runs, {network, naive, ratio}, accuracy).text(),
                 over_seeds(runs, ours, accuracy).text(),
                 against(runs, ours, naive, points_ahead).text(),
                 over_seeds(
                     runs, ours,
                     [](const ice_run& run) { return static_cast<double>(run.retrained); })
                     .text(1),
                 against(runs, ours, naive, faster).text(), "9.61"});
        }
    }
    return {
        "Test accuracy in percent, against naive in points; how many of the steps were followed by "
        "retraining; and how many times less time pruning took, tuning included.",
        std::move(table)};
}

/// A row of the account: what it says of one seed's runs, in seconds.
struct entry {
    const char* name;
    double (*seconds)(const ice_run& naive, const ice_run& fixed, const ice_run& tuned);
};

/// Adds up to the last row: what a retraining less saves is counted at the naive price, what is
/// cheaper about those that are left goes to freezing.
constexpr std::array account = {
    entry{
        "naive iterative pruning",
        [](const ice_run& base, const ice_run&, const ice_run&) { return base.total(); }},
    entry{
        "saved by the threshold",
        [](const ice_run& base, const ice_run& constant, const ice_run&) {
            return -static_cast<double>(base.retrained - constant.retrained) *
                   base.per_retraining();
        }},
    entry{
        "saved by the learning rate",
        [](const ice_run& base, const ice_run& constant, const ice_run& run) {
            return -static_cast<double>(constant.retrained - run.retrained) * base.per_retraining();
        }},
    entry{
        "saved by freezing",
        [](const ice_run& base, const ice_run&, const ice_run& run) {
            return run.spent.retrain - static_cast<double>(run.retrained) * base.per_retraining();
        }},
    entry{
        "rehearsal for freezing",
        [](const ice_run&, const ice_run&, const ice_run& run) { return run.spent.probe; }},
    entry{
        "evaluation", [](const ice_run& base, const ice_run&,
                         const ice_run& run) { return run.spent.evaluate - base.spent.evaluate; }},
    entry{"tuning", [](const ice_run&, const ice_run&, const ice_run& run) { return run.tuning; }},
    entry{
        "pruning itself", [](const ice_run& base, const ice_run&,
                             const ice_run& run) { return run.spent.prune - base.spent.prune; }},
    entry{"ICE-Pruning", [](const ice_run&, const ice_run&, const ice_run& run) {
              return run.total();
          }}};

statistic accounted(
    const std::vector<ice_run>& runs, const std::string& network, double ratio, const entry& row) {
    statistic over;
    const auto find = [&](const std::string& method, std::uint64_t seed) {
        return std::find_if(runs.begin(), runs.end(), [&](const ice_run& run) {
            return run.network == network && run.method == method && run.ratio == ratio &&
                   run.seed == seed;
        });
    };
    for (const ice_run& run : runs) {
        const auto base = find(naive, run.seed);
        const auto constant = find(fixed, run.seed);
        if (run.network == network && run.ratio == ratio && run.method == tuned &&
            base != runs.end() && constant != runs.end()) {
            over.add(row.seconds(*base, *constant, run));
        }
    }
    return over;
}

document::section account_of(const std::vector<ice_run>& runs) {
    std::vector<report::column> columns = {{"seconds", report::align::left}};
    for (const std::string& network : networks_of(runs)) {
        for (const double ratio : ratios_of(runs, network)) {
            columns.push_back({network + ", " + report::percent(ratio, 0)});
        }
    }
    report::table table(columns);
    for (const entry& row : account) {
        std::vector<std::string> cells = {row.name};
        for (const std::string& network : networks_of(runs)) {
            for (const double ratio : ratios_of(runs, network)) {
                cells.push_back(accounted(runs, network, ratio, row).text(1));
            }
        }
        table.add_row(std::move(cells));
    }
    return {
        "Where the time goes, from naive iterative pruning at the top to ICE-Pruning at the "
        "bottom. "
        "A retraining that is left out counts at the price of a naive one: to the threshold where "
        "the same settings at a fixed rate leave it out, too, else to the learning rate. What is "
        "left of the retrainings' price goes to freezing.",
        std::move(table)};
}

/// What early-stopped validation has saved, and what a smaller network would.
document::section effort(const std::vector<ice_run>& runs) {
    report::table table(
        {{"network", report::align::left},
         {"pruned"},
         {"answers not needed (%)"},
         {"smaller network, naive (%)"},
         {"ICE-Pruning (%)"}});
    const auto unneeded = [](const ice_run& run) {
        return run.questions == 0 ? 0.0
                                  : 100 - 100 * static_cast<double>(run.answers) /
                                              static_cast<double>(run.questions);
    };
    const auto smaller = [](const ice_run& run) {
        return run.spent.retrain > 0 ? 100 * run.saved_by_size / run.spent.retrain : 0;
    };
    for (const std::string& network : networks_of(runs)) {
        for (const double ratio : ratios_of(runs, network)) {
            const ice_group ours{network, tuned, ratio};
            table.add_row(
                {network, report::percent(ratio, 0), over_seeds(runs, ours, unneeded).text(1),
                 over_seeds(runs, {network, naive, ratio}, smaller).text(1),
                 over_seeds(runs, ours, smaller).text(1)});
        }
    }
    return {
        "Early-stopped validation: the share of the answers that no decision of ICE-Pruning "
        "needed, "
        "and which were not counted. Smaller network: both methods retrain the masked network at "
        "its full size; so much of the retraining's time would go with the multiply-accumulates of "
        "filters already pruned, computed and not measured.",
        std::move(table)};
}

document::section settings_of(const std::vector<ice_run>& runs) {
    report::table table(
        {{"network", report::align::left},
         {"pruned"},
         {"seed"},
         {"retrained"},
         {"settings", report::align::left}});
    for (const ice_run& run : runs) {
        if (run.method == tuned) {
            table.add_row(
                {run.network, report::percent(run.ratio, 0), std::to_string(run.seed),
                 std::to_string(run.retrained) + " of " + std::to_string(run.steps), run.settings});
        }
    }
    return {"What tuning chose.", std::move(table)};
}

report::figure drawn(const std::vector<ice_run>& runs) {
    report::panel speed{.title = "pruning time", .y_label = "times faster than naive", .lines = {}};
    report::panel points{
        .title = "accuracy", .y_label = "test accuracy against naive (points)", .lines = {}};
    for (const std::string& network : networks_of(runs)) {
        speed.lines.push_back(over_ratios(runs, network, network, [&](double ratio) {
            return against(runs, {network, tuned, ratio}, naive, faster).mean();
        }));
        points.lines.push_back(over_ratios(runs, network, network, [&](double ratio) {
            return against(runs, {network, tuned, ratio}, naive, points_ahead).mean();
        }));
    }
    return {
        .title = "ICE-Pruning against naive iterative pruning",
        .x_label = "filters pruned (%)",
        .panels = {std::move(speed), std::move(points)},
        .height = 700};
}

} // namespace

document describe_ice_pruning(const std::vector<ice_run>& runs, scale size) {
    const std::vector<ice_setting> settings = settings_at(size);
    const trainer::tuning_options& tuning = settings.front().tuning;
    return {
        .title = "ICE-Pruning, its auto-tuning counted, against naive iterative pruning",
        .setting = describe(settings) +
                   " The naive recipe retrains after every step at 1e-3. Tuning tries " +
                   std::to_string(tuning.search.trials) + " of " +
                   report::grouped(tuning.grid.space().points()) + " settings on " +
                   report::grouped(tuning.training_images) + " training and " +
                   report::grouped(tuning.validation_images) + " held-out images in batches of " +
                   std::to_string(settings.front().tuning_batch) + ", where " +
                   coppice::text(tuning.points) +
                   " points of accuracy cost as much as naive pruning's time; the test set is for "
                   "this report alone. Mean ± standard deviation "
                   "over " +
                   count_seeds(runs) + ".",
        .sections = {compared(runs), account_of(runs), effort(runs), settings_of(runs)},
        .plot = drawn(runs),
        .data = to_json(runs),
        .data_name = "runs"};
}

document ice_pruning(const options& chosen, const listener& so_far) {
    const data::data_set set = data::open_data_set("cifar10", chosen.data_directory);
    std::vector<ice_run> runs;
    for (const std::uint64_t seed : chosen.seeds) {
        for (const ice_setting& how : settings_at(chosen.size)) {
            const ice_network network(set, how, seed);
            for (const double ratio : {0.4, 0.6}) {
                runs.push_back(network.prune(naive, coppice::recipe::naive_iterative(ratio)));
                trainer::recipe_options numbers;
                numbers.ratio = ratio;
                const trainer::tuned found = network.tune(numbers);
                const auto settings =
                    coppice::tune::ice_pruning::settings(found.report.winner().values);
                runs.push_back(network.prune(
                    tuned, coppice::recipe::ice_pick(
                               ratio, settings.threshold, settings.freezing, settings.rate)));
                runs.back().tuning = found.seconds;
                runs.back().settings = how.tuning.grid.space().name(found.report.winner().point);
                runs.push_back(network.prune(
                    fixed, coppice::recipe::ice_pick(
                               ratio, settings.threshold, settings.freezing,
                               coppice::lr::constant{.base = settings.rate.base})));
                so_far(describe_ice_pruning(runs, chosen.size));
            }
        }
    }
    return describe_ice_pruning(runs, chosen.size);
}

} // namespace reproduce
