#include <cstdio>
#include <exception>
#include <filesystem>
#include <new>
#include <string>

#include <omp.h>

#include "report/file.hpp"
#include "report/terminal.hpp"
#include "trainer/backend.hpp"
#include "trainer/closing.hpp"
#include "trainer/experiment.hpp"
#include "trainer/interrupt.hpp"
#include "trainer/journal.hpp"
#include "trainer/options.hpp"
#include "trainer/output_lock.hpp"
#include "trainer/reload.hpp"
#include "trainer/saved_network.hpp"

namespace {

constexpr int interrupted_code = 130;

void print(const std::string& text) {
    report::print(text + "\n");
}

/// Draws it, or says why there is no plot.
void plot(const report::figure& drawing, const std::filesystem::path& png) {
    const report::plot_result made = report::draw(drawing, png);
    print(made.drawn ? "\nThe plot is in " + png.string() : "\nThere is no plot: " + made.reason);
}

/// Table and plot of how much each layer bears, a file a seed.
void close_scans(const trainer::experiment& done, const trainer::options& chosen) {
    for (const trainer::sensitivity_scan& scanned : done.scans()) {
        const std::string name = "sensitivity-" + std::to_string(scanned.seed);
        const report::table table = trainer::sensitivity_table(scanned, chosen.tolerance);
        print(
            "\nseed " + std::to_string(scanned.seed) +
            ": points of accuracy that each layer costs, pruned alone\n\n" + table.text());
        report::write_file(chosen.output / (name + ".md"), table.markdown());
        plot(
            trainer::sensitivity_figure(scanned, chosen.model + " on " + chosen.data),
            chosen.output / (name + ".png"));
    }
}

/// Table, sentences and plot of whatever was finished.
void close(const trainer::experiment& done, const trainer::options& chosen) {
    close_scans(done, chosen);
    if (done.results().empty()) {
        return;
    }
    const report::table table = trainer::closing_table(done.results());
    print("\n" + table.text());
    std::string document = table.markdown() + "\n";
    for (const std::string& sentence : trainer::comparison(done.results())) {
        print(sentence);
        document += "- " + sentence + "\n";
    }
    report::write_file(chosen.output / "results.md", document);
    plot(
        trainer::closing_figure(done.milestones(), chosen.model + " on " + chosen.data),
        chosen.output / "plot.png");
}

/// Measures a saved network and nothing else.
int measure_again(const trainer::options& chosen) {
    trainer::saved_network saved = trainer::load_network(chosen.load);
    print(saved.origin.model + " on " + saved.origin.data + ":\n");
    print(trainer::closing_table(
              {trainer::measure_again(
                  saved, chosen.data_directory, chosen.batch_size, chosen.latency_rounds)})
              .text());
    return 0;
}

int run(const trainer::options& chosen) {
    trainer::catch_interrupts();
    if (chosen.threads > 0) {
        omp_set_num_threads(chosen.threads);
    }
    const trainer::backend on(chosen.backend);
    if (!chosen.load.empty()) {
        return measure_again(chosen);
    }
    report::expect_place_for("--output", chosen.output);
    if (!chosen.save.empty()) {
        report::expect_place_for("--save", chosen.save);
    }
    trainer::experiment experiment(chosen, on.prunes_by());
    std::filesystem::create_directories(chosen.output);
    const trainer::output_lock lock(chosen.output);
    if (!chosen.save.empty()) {
        std::filesystem::create_directories(chosen.save);
    }
    if (!chosen.resume) {
        if (const auto aside = experiment.set_aside()) {
            print(
                "A run with this output was ended before it was finished; its snapshot is now " +
                aside->string() + ".");
        }
    } else if (!experiment.resume()) {
        print(
            "There is no snapshot in " + chosen.output.string() + ": starting from the beginning.");
    }
    trainer::journal journal(trainer::experiment::log_in(chosen.output));
    try {
        experiment.run(journal);
    } catch (const trainer::interrupted&) {
        print("\nInterrupted; what was finished is kept, and --resume goes on from there.");
        close(experiment, chosen);
        return interrupted_code;
    }
    close(experiment, chosen);
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    try {
        const trainer::command_line line = trainer::read_command_line(argc, argv);
        return line.run ? run(line.chosen) : line.exit_code;
    } catch (const trainer::interrupted&) { // before anything was there to keep
        return interrupted_code;
    } catch (const std::bad_alloc&) {
        std::fputs("coppice-trainer: there is not enough memory\n", stderr);
        return 1;
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "coppice-trainer: %s\n", problem.what());
        return 1;
    }
}
