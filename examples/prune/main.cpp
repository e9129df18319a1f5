#include <cstdio>
#include <exception>
#include <new>
#include <stdexcept>

#include <omp.h>

#include "prune/options.hpp"
#include "prune/outcome.hpp"
#include "prune/run.hpp"

namespace {

int prune_file(const prune::options& chosen) {
    if (chosen.threads > 0) {
        omp_set_num_threads(chosen.threads);
    }
    const prune::outcome done = prune::run(chosen);
    if (std::fputs(prune::text(done).c_str(), stdout) < 0 || std::fflush(stdout) != 0) {
        throw std::runtime_error("the report cannot be written to standard output");
    }
    if (!chosen.report.empty()) {
        prune::write_json(done, chosen.report);
    }
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    try {
        const prune::command_line line = prune::read_command_line(argc, argv);
        return line.run ? prune_file(line.chosen) : line.exit_code;
    } catch (const std::bad_alloc&) {
        std::fputs("coppice-prune: there is not enough memory; see --help\n", stderr);
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "coppice-prune: %s\n", problem.what());
    }
    return 1;
}
