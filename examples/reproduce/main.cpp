#include <cstdio>
#include <exception>
#include <filesystem>
#include <stdexcept>
#include <string>

#include <omp.h>
#include <unistd.h>

#include "reproduce/document.hpp"
#include "reproduce/options.hpp"
#include "reproduce/reproductions.hpp"
#include "trainer/interrupt.hpp"

namespace {

constexpr int interrupted_code = 130;

/// What is computed for hours shall have a place. Nothing is made yet.
void expect_place_for(const std::filesystem::path& output) {
    std::filesystem::path there = std::filesystem::absolute(output);
    while (!std::filesystem::exists(there) && there.has_relative_path()) {
        there = there.parent_path();
    }
    if (!std::filesystem::is_directory(there) || access(there.c_str(), W_OK) != 0) {
        throw std::runtime_error(
            "--output: " + output.string() + " cannot be made, for " + there.string() +
            " is no directory that can be written to");
    }
}

int run(const reproduce::options& chosen) {
    trainer::catch_interrupts();
    if (chosen.threads > 0) {
        omp_set_num_threads(chosen.threads);
    }
    expect_place_for(chosen.output);
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
        std::fputs("\nInterrupted; what was written before is kept.\n", stdout);
        return interrupted_code;
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "coppice-reproduce: %s\n", problem.what());
        return 1;
    }
}
