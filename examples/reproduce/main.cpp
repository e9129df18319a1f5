#include <cstdio>
#include <exception>

#include <omp.h>

#include "reproduce/document.hpp"
#include "reproduce/options.hpp"
#include "reproduce/reproductions.hpp"
#include "trainer/interrupt.hpp"

namespace {

constexpr int interrupted_code = 130;

int run(const reproduce::options& chosen) {
    if (chosen.threads > 0) {
        omp_set_num_threads(chosen.threads);
    }
    trainer::catch_interrupts();
    const reproduce::document made = reproduce::find_reproduction(chosen.figure)
                                         .run(chosen, [&](const reproduce::document& so_far) {
                                             reproduce::write(so_far, chosen);
                                         });
    for (const reproduce::document::section& part : made.sections) {
        std::printf("\n%s\n\n%s", part.text.c_str(), part.table.text().c_str());
    }
    std::printf("\nDocument, data and plot are in %s\n", chosen.output.string().c_str());
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    try {
        const reproduce::command_line line = reproduce::read_command_line(argc, argv);
        return line.run ? run(line.chosen) : line.exit_code;
    } catch (const trainer::interrupted&) {
        std::fputs("\nInterrupted; what was done is kept.\n", stdout);
        return interrupted_code;
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "coppice-reproduce: %s\n", problem.what());
        return 1;
    }
}
