#include "reproduce/one_cycle_accuracy.hpp"

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <utility>

#include "data/open.hpp"
#include "report/format.hpp"
#include "reproduce/cifar.hpp"
#include "reproduce/schedules.hpp"

namespace reproduce {

namespace {

constexpr std::array<double, 3> targets = {0.80, 0.90, 0.95};

int epochs_at(scale size) {
    return size == scale::paper ? 50 : 5;
}

/// By network, a row a schedule, a number a target.
using published_table = std::array<std::array<const char*, targets.size()>, schedule_names.size()>;

const published_table* published_for(const std::string& network) {
    static const std::map<std::string, published_table> tables = {
        {"ResNet-18",
         {{{"93.10", "92.42", "91.58"},
           {"93.13", "91.72", "87.54"},
           {"93.22", "92.85", "92.04"},
           {"93.49", "93.31", "92.76"}}}},
        {"VGG-16",
         {{{"90.25", "89.82", "89.73"},
           {"90.64", "89.76", "81.46"},
           {"90.87", "90.67", "90.56"},
           {"90.84", "90.72", "90.67"}}}}};
    const auto found = tables.find(network);
    return found == tables.end() ? nullptr : &found->second;
}

document::section
compared(const std::vector<pruned_run>& runs, const std::string& network, scale size) {
    // What the small scale trains stands beside the paper's residual network.
    const published_table* own = published_for(network);
    const published_table& published = own == nullptr ? *published_for("ResNet-18") : *own;
    std::vector<report::column> columns = {{"schedule", report::align::left}};
    for (const double target : targets) {
        columns.push_back({report::percent(target, 0) + ": published"});
        columns.push_back({"ours"});
    }
    report::table table(columns);
    const int epochs = epochs_at(size);
    for (std::size_t s = 0; s < schedule_names.size(); ++s) {
        std::vector<std::string> row = {schedule_names[s]};
        for (std::size_t t = 0; t < targets.size(); ++t) {
            row.emplace_back(published[s][t]);
            row.push_back(
                accuracies_of(runs, {network, schedule_names[s], targets[t], epochs}).text());
        }
        table.add_row(std::move(row));
    }
    return {
        "Test accuracy in percent of " + network + " at each sparsity; without pruning " +
            accuracies_of(runs, {network, "dense", 0, epochs}).text() + ". Published for " +
            (own == nullptr ? "ResNet-18" : network) + ".",
        std::move(table)};
}

document::section
leads(const std::vector<pruned_run>& runs, const std::string& network, scale size) {
    std::vector<report::column> columns = {{"One-Cycle over", report::align::left}};
    for (const double target : targets) {
        columns.push_back({report::percent(target, 0)});
    }
    report::table table(columns);
    for (const char* const other : schedule_names) {
        if (other == schedule_names.back()) {
            continue;
        }
        std::vector<std::string> row = {other};
        for (const double target : targets) {
            const int epochs = epochs_at(size);
            row.push_back(lead_of(
                              runs, {network, schedule_names.back(), target, epochs},
                              {network, other, target, epochs})
                              .text());
        }
        table.add_row(std::move(row));
    }
    return {
        "Points of accuracy by which One-Cycle is ahead of the others on " + network +
            ", seed by seed.",
        std::move(table)};
}

report::panel drawn(const std::vector<pruned_run>& runs, const std::string& network, scale size) {
    report::panel panel{.title = network, .y_label = "test accuracy (%)", .lines = {}};
    for (const char* const schedule : schedule_names) {
        report::series line{.name = schedule, .x = {}, .y = {}};
        for (const double target : targets) {
            const statistic over =
                accuracies_of(runs, {network, schedule, target, epochs_at(size)});
            if (over.count() > 0) {
                line.x.push_back(100 * target);
                line.y.push_back(over.mean());
            }
        }
        panel.lines.push_back(std::move(line));
    }
    return panel;
}

} // namespace

document describe_schedules(const std::vector<pruned_run>& runs, scale size) {
    document made{
        .title = "Four schedules with the same budget",
        .setting = "Single weights, layer by layer, by their L1 norm, pruned while training from "
                   "scratch for " +
                   std::to_string(epochs_at(size)) + " epochs.",
        .sections = {},
        .plot = {.title = "Four schedules, CIFAR-10", .x_label = "sparsity (%)", .panels = {}},
        .data = to_json(runs),
        .data_name = "runs"};
    for (const cifar_setting& how : cifar_settings(size)) {
        made.setting += " " + describe(how) + ".";
        made.sections.push_back(compared(runs, how.name, size));
        made.sections.push_back(leads(runs, how.name, size));
        report::panel panel = drawn(runs, how.name, size);
        if (!panel.lines.front().x.empty()) {
            made.plot.panels.push_back(std::move(panel));
        }
    }
    made.setting += " Mean ± standard deviation over " + count_seeds(runs) + ".";
    return made;
}

document one_cycle_accuracy(const options& chosen, const listener& so_far) {
    const data::data_set set = data::open_data_set("cifar10", chosen.data_directory);
    const int epochs = epochs_at(chosen.size);
    std::vector<pruned_run> runs;
    for (const std::uint64_t seed : chosen.seeds) {
        for (const cifar_setting& how : cifar_settings(chosen.size)) {
            const cifar network(set, how, seed);
            runs.push_back(network.train(epochs));
            for (const double target : targets) {
                each_recipe(target, how.rate, [&](const char* schedule, const auto& recipe) {
                    runs.push_back(network.prune(schedule, recipe, epochs));
                });
                so_far(describe_schedules(runs, chosen.size));
            }
        }
    }
    return describe_schedules(runs, chosen.size);
}

} // namespace reproduce
