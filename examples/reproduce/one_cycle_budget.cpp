#include "reproduce/one_cycle_budget.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "data/open.hpp"
#include "report/format.hpp"
#include "reproduce/cifar.hpp"
#include "reproduce/schedules.hpp"

namespace reproduce {

namespace {

constexpr double target_sparsity = 0.95;
constexpr std::array<const char*, schedule_names.size()> published = {"2.5", "4", "1", "1"};

/// In epochs.
const std::vector<int>& budgets_at(scale size) {
    static const std::vector<int> paper = {10, 20, 30, 50, 75, 100, 150, 200};
    static const std::vector<int> small = {2, 3, 4, 6};
    return size == scale::paper ? paper : small;
}

constexpr double paper_accuracy = 90;       ///< percent
constexpr std::size_t reference_budget = 1; ///< at the small scale, a place in `budgets_at`

/// The accuracy to come to, in percent: the paper's, or One-Cycle's in the reference budget.
double asked_at(const std::vector<pruned_run>& runs, const std::string& network, scale size) {
    return size == scale::paper ? paper_accuracy
                                : accuracies_of(
                                      runs, {network, schedule_names.back(), target_sparsity,
                                             budgets_at(size)[reference_budget]})
                                      .mean();
}

std::vector<budget_point> points_of(
    const std::vector<pruned_run>& runs, const std::string& network, const std::string& schedule,
    std::uint64_t seed) {
    std::vector<budget_point> points;
    for (const pruned_run& run : runs) {
        if (run.network == network && run.schedule == schedule && run.seed == seed) {
            points.push_back({run.epochs, run.test.percent()});
        }
    }
    std::sort(points.begin(), points.end(), [](const budget_point& a, const budget_point& b) {
        return a.epochs < b.epochs;
    });
    return points;
}

/// The budget of the mean accuracy over seeds.
std::optional<double> mean_budget(
    const std::vector<pruned_run>& runs, const std::string& network, const std::string& schedule,
    scale size) {
    std::vector<budget_point> points;
    for (const int epochs : budgets_at(size)) {
        const statistic over = accuracies_of(runs, {network, schedule, target_sparsity, epochs});
        if (over.count() > 0) {
            points.push_back({epochs, over.mean()});
        }
    }
    return budget_for(points, asked_at(runs, network, size));
}

document::section
needed(const std::vector<pruned_run>& runs, const std::string& network, scale size) {
    const double asked = asked_at(runs, network, size);
    std::vector<std::uint64_t> seeds;
    for (const pruned_run& run : runs) {
        if (std::find(seeds.begin(), seeds.end(), run.seed) == seeds.end()) {
            seeds.push_back(run.seed);
        }
    }
    const std::optional<double> one_cycle = mean_budget(runs, network, schedule_names.back(), size);
    report::table table(
        {{"schedule", report::align::left},
         {"published, times One-Cycle's"},
         {"ours"},
         {"epochs, of the mean"},
         {"epochs, seed by seed"}});
    for (std::size_t s = 0; s < schedule_names.size(); ++s) {
        const std::optional<double> mean = mean_budget(runs, network, schedule_names[s], size);
        statistic each;
        for (const std::uint64_t seed : seeds) {
            if (const auto budget =
                    budget_for(points_of(runs, network, schedule_names[s], seed), asked)) {
                each.add(*budget);
            }
        }
        const std::string missed =
            each.count() == seeds.size()
                ? ""
                : " (" + std::to_string(each.count()) + " of " + std::to_string(seeds.size()) + ")";
        const double least = budgets_at(size).back() / one_cycle.value_or(1);
        table.add_row(
            {schedule_names[s], published[s],
             !one_cycle ? "-"
             : mean     ? report::decimal(*mean / *one_cycle, 2)
                        : "more than " + report::decimal(least, 2),
             mean ? report::decimal(*mean, 1)
                  : "more than " + std::to_string(budgets_at(size).back()),
             each.text(1) + missed});
    }
    return {
        "Epochs until " + network + " comes to " + report::decimal(asked, 2) + "% at " +
            report::decimal(100 * target_sparsity, 0) +
            "% sparsity, between two budgets by a straight line" +
            (size == scale::paper
                 ? "."
                 : ": the mean accuracy of One-Cycle in " +
                       std::to_string(budgets_at(size)[reference_budget]) + " epochs.") +
            " Seeds that do not come to it within the largest budget are left out of the last "
            "column, and counted there.",
        std::move(table)};
}

document::section
accuracies(const std::vector<pruned_run>& runs, const std::string& network, scale size) {
    std::vector<report::column> columns = {{"epochs"}};
    for (const char* const schedule : schedule_names) {
        columns.push_back({schedule});
    }
    report::table table(columns);
    for (const int epochs : budgets_at(size)) {
        std::vector<std::string> row = {std::to_string(epochs)};
        for (const char* const schedule : schedule_names) {
            row.push_back(accuracies_of(runs, {network, schedule, target_sparsity, epochs}).text());
        }
        table.add_row(std::move(row));
    }
    return {
        "Test accuracy in percent of " + network + " at " + report::percent(target_sparsity, 0) +
            " sparsity.",
        std::move(table)};
}

report::panel drawn(const std::vector<pruned_run>& runs, const std::string& network, scale size) {
    report::panel panel{.title = network, .y_label = "test accuracy (%)", .lines = {}};
    for (const char* const schedule : schedule_names) {
        report::series line{.name = schedule, .x = {}, .y = {}};
        for (const int epochs : budgets_at(size)) {
            const statistic over =
                accuracies_of(runs, {network, schedule, target_sparsity, epochs});
            if (over.count() > 0) {
                line.x.push_back(epochs);
                line.y.push_back(over.mean());
            }
        }
        panel.lines.push_back(std::move(line));
    }
    return panel;
}

} // namespace

std::optional<double> budget_for(const std::vector<budget_point>& points, double accuracy) {
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (points[i].accuracy >= accuracy) {
            if (i == 0) {
                return points[i].epochs;
            }
            const double share =
                (accuracy - points[i - 1].accuracy) / (points[i].accuracy - points[i - 1].accuracy);
            return points[i - 1].epochs + share * (points[i].epochs - points[i - 1].epochs);
        }
    }
    return std::nullopt;
}

document describe_budgets(const std::vector<pruned_run>& runs, scale size) {
    const cifar_setting how = residual_setting(size);
    return {
        .title = "The budget that four schedules need",
        .setting = "Single weights, layer by layer, by their L1 norm, pruned while training from "
                   "scratch, once for each budget. " +
                   describe(how) + ". Mean ± standard deviation over " + count_seeds(runs) + ".",
        .sections = {needed(runs, how.name, size), accuracies(runs, how.name, size)},
        .plot =
            {.title = "Four schedules at 95% sparsity, CIFAR-10",
             .x_label = "budget (epochs)",
             .panels = {drawn(runs, how.name, size)}},
        .data = to_json(runs),
        .data_name = "runs"};
}

document one_cycle_budget(const options& chosen, const listener& so_far) {
    const data::data_set set = data::open_data_set("cifar10", chosen.data_directory);
    const cifar_setting how = residual_setting(chosen.size);
    std::vector<pruned_run> runs;
    for (const std::uint64_t seed : chosen.seeds) {
        const cifar network(set, how, seed);
        for (const int epochs : budgets_at(chosen.size)) {
            each_recipe(target_sparsity, how.rate, [&](const char* schedule, const auto& recipe) {
                runs.push_back(network.prune(schedule, recipe, epochs));
            });
        }
        so_far(describe_budgets(runs, chosen.size));
    }
    return describe_budgets(runs, chosen.size);
}

} // namespace reproduce
