#include "reproduce/tickets.hpp"

#include <array>
#include <cstddef>
#include <functional>
#include <string>

#include "data/open.hpp"
#include "report/format.hpp"
#include "reproduce/schedules.hpp"

namespace reproduce {

namespace {

constexpr double target_sparsity = 0.95;
constexpr int rounds = 5;
constexpr int points = 30;
constexpr std::array<const char*, schedule_names.size()> published = {
    "72.2", "85.8", "86.1", "89.2"};

/// Of a round, and of the ticket's training.
int epochs_at(scale size) {
    return size == scale::paper ? 50 : 2;
}

using number_of = std::function<double(const ticket_run&)>;

statistic over_seeds(
    const std::vector<ticket_run>& runs, const std::string& schedule, const number_of& wanted) {
    statistic over;
    for (const ticket_run& run : runs) {
        if (run.schedule == schedule) {
            over.add(wanted(run));
        }
    }
    return over;
}

document::section
accuracies(const std::vector<ticket_run>& runs, const std::vector<pruned_run>& dense) {
    report::table table(
        {{"schedule in a round", report::align::left}, {"published"}, {"ours"}, {"sparsity"}});
    statistic whole;
    for (const pruned_run& run : dense) {
        whole.add(run.test.percent());
    }
    table.add_row({"dense", "-", whole.text(), "-"});
    for (std::size_t s = 0; s < schedule_names.size(); ++s) {
        const auto accuracy = [](const ticket_run& run) { return run.test.percent(); };
        const auto sparsity = [](const ticket_run& run) { return 100 * run.sparsity; };
        table.add_row(
            {schedule_names[s], published[s], over_seeds(runs, schedule_names[s], accuracy).text(),
             over_seeds(runs, schedule_names[s], sparsity).text()});
    }
    return {
        "Test accuracy in percent of the tickets, each trained twice from the initialisation, and "
        "the share of weights that is gone, in percent.",
        std::move(table)};
}

document::section stability(const std::vector<ticket_run>& runs) {
    using coppice::metric::path;
    report::table table(
        {{"schedule in a round", report::align::left},
         {"error of the copies"},
         {"at the middle"},
         {"barrier"},
         {"at the middle, statistics between"},
         {"barrier, statistics between"}});
    for (const char* const schedule : schedule_names) {
        const auto percent = [&](const number_of& share) {
            return over_seeds(
                       runs, schedule, [&](const ticket_run& run) { return 100 * share(run); })
                .text();
        };
        table.add_row(
            {schedule, percent([](const ticket_run& run) { return path(run.recomputed).ends(); }),
             percent([](const ticket_run& run) { return path(run.recomputed).middle(); }),
             percent([](const ticket_run& run) { return path(run.recomputed).barrier(); }),
             percent([](const ticket_run& run) { return path(run.interpolated).middle(); }),
             percent([](const ticket_run& run) { return path(run.interpolated).barrier(); })});
    }
    return {
        "Instability: the error in percent at the middle of the line between two copies of a "
        "ticket that saw the data in another order, and how far the error rises on the line above "
        "the mean of its ends; with batch-norm statistics taken anew at each point, and, in the "
        "last two columns, with statistics between those of the copies. The paper shows this as a "
        "figure.",
        std::move(table)};
}

report::panel drawn(
    const std::vector<ticket_run>& runs, const std::string& title,
    std::vector<coppice::metric::waypoint> ticket_run::*line_of) {
    report::panel panel{.title = title, .y_label = "test error (%)", .lines = {}};
    for (const char* const schedule : schedule_names) {
        report::series line{.name = schedule, .x = {}, .y = {}, .how = report::mark::line};
        std::vector<statistic> errors;
        for (const ticket_run& run : runs) {
            if (run.schedule != schedule) {
                continue;
            }
            const std::vector<coppice::metric::waypoint>& at = run.*line_of;
            errors.resize(at.size());
            line.x.clear();
            for (std::size_t i = 0; i < at.size(); ++i) {
                line.x.push_back(at[i].share);
                errors[i].add(100 * coppice::metric::path::error_at(at[i]));
            }
        }
        for (const statistic& over : errors) {
            line.y.push_back(over.mean());
        }
        panel.lines.push_back(std::move(line));
    }
    return panel;
}

nlohmann::json to_json(const std::vector<coppice::metric::waypoint>& line) {
    nlohmann::json all = nlohmann::json::array();
    for (const coppice::metric::waypoint& at : line) {
        all.push_back({{"share", at.share}, {"answers", reproduce::to_json(at.answers)}});
    }
    return all;
}

nlohmann::json to_json(const std::vector<ticket_run>& runs) {
    nlohmann::json all = nlohmann::json::array();
    for (const ticket_run& run : runs) {
        all.push_back(
            {{"schedule", run.schedule},
             {"seed", run.seed},
             {"target", run.target},
             {"sparsity", run.sparsity},
             {"test", reproduce::to_json(run.test)},
             {"recomputed", to_json(run.recomputed)},
             {"interpolated", to_json(run.interpolated)}});
    }
    return all;
}

} // namespace

document describe_tickets(
    const std::vector<ticket_run>& runs, const std::vector<pruned_run>& dense, scale size) {
    const cifar_setting how = residual_setting(size);
    return {
        .title = "Lottery tickets under four schedules",
        .setting = std::to_string(rounds) + " rounds of " + std::to_string(epochs_at(size)) +
                   " epochs to " + report::percent(target_sparsity, 0) +
                   " sparsity, the schedule running inside each round from one geometric target "
                   "to the next, single weights by their L1 norm, layer by layer; after each round "
                   "the weights go back to the initialisation. One-shot prunes at a round's end. "
                   "The ticket is trained for as long as a round. " +
                   describe(how) + "; lines between copies on " +
                   (how.checked_images == 0 ? "all" : report::grouped(how.checked_images)) +
                   " test images. Mean ± standard deviation over " + count_seeds(dense) + ".",
        .sections = {accuracies(runs, dense), stability(runs)},
        .plot =
            {.title = "Tickets at 95% sparsity, CIFAR-10: between two copies",
             .x_label = "share of the way from one copy to the other",
             .panels =
                 {drawn(runs, "statistics anew at each point", &ticket_run::recomputed),
                  drawn(runs, "statistics between the copies'", &ticket_run::interpolated)}},
        .data = {{"tickets", to_json(runs)}, {"dense", reproduce::to_json(dense)}},
        .data_name = "runs"};
}

document tickets(const options& chosen, const listener& so_far) {
    const data::data_set set = data::open_data_set("cifar10", chosen.data_directory);
    const cifar_setting how = residual_setting(chosen.size);
    const int epochs = epochs_at(chosen.size);
    std::vector<ticket_run> runs;
    std::vector<pruned_run> dense;
    for (const std::uint64_t seed : chosen.seeds) {
        const cifar network(set, how, seed);
        dense.push_back(network.train(epochs));
        each_ticket_recipe(
            target_sparsity, epochs, how.rate, [&](const char* schedule, const auto& recipe) {
                runs.push_back(network.find_ticket(schedule, recipe, rounds, points));
            });
        so_far(describe_tickets(runs, dense, chosen.size));
    }
    return describe_tickets(runs, dense, chosen.size);
}

} // namespace reproduce
