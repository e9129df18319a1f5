#include <cstdio>
#include <exception>
#include <new>

#include <omp.h>

#include "report/file.hpp"
#include "report/terminal.hpp"
#include "reproduce/document.hpp"
#include "reproduce/options.hpp"
#include "reproduce/reproductions.hpp"
#include "trainer/interrupt.hpp"

namespace {

constexpr int interrupted_code = 130;

int run(const reproduce::options& chosen) {
    trainer::catch_interrupts();
    if (chosen.threads > 0) {
        omp_set_num_threads(chosen.threads);
    }
    report::expect_place_for("--output", chosen.output);
    report::plot_result plot;
    const reproduce::document made = reproduce::find_reproduction(chosen.figure)
                                         .run(chosen, [&](const reproduce::document& so_far) {
                                             plot = reproduce::write(so_far, chosen);
                                         });
    for (const reproduce::document::section& part : made.sections) {
        report::print("\n" + part.text + "\n\n" + part.table.text());
    }
    report::print(reproduce::whereabouts(chosen, plot));
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    try {
        const reproduce::command_line line = reproduce::read_command_line(argc, argv);
        return line.run ? run(line.chosen) : line.exit_code;
    } catch (const trainer::interrupted&) {
        std::fputs("\nInterrupted; what was written before is kept.\n", stdout);
        return interrupted_code;
    } catch (const std::bad_alloc&) {
        std::fputs("coppice-reproduce: there is not enough memory\n", stderr);
        return 1;
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "coppice-reproduce: %s\n", problem.what());
        return 1;
    }
}
