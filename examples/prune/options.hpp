#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace prune {

/// What the command line asks for.
struct options {
    std::filesystem::path input;
    std::filesystem::path output; ///< empty: only report
    std::filesystem::path report; ///< empty: no JSON

    std::string granularity = "weight";
    std::string score = "l1";
    std::string scope = "local";
    std::optional<double> sparsity; ///< share of the groups that go, in [0, 1)

    std::vector<std::string> include; ///< patterns of names; none: the usual weights
    std::vector<std::string> exclude;

    std::int64_t round_to = 1;               ///< groups left are a multiple of it
    std::optional<double> layer_cap;         ///< most of one tensor's groups that may go, in (0, 1]
    std::optional<std::int64_t> fewest_left; ///< groups that a tensor keeps

    int axis = -1;          ///< vector: along which
    int rows = 4;           ///< block: outputs
    int columns = 1;        ///< block: inputs
    int kept = 2;           ///< n_m: weights that stay ...
    int of = 4;             ///< ... of so many neighbours
    int p = 3;              ///< lp: the norm
    std::uint64_t seed = 1; ///< random
    int threads = 0;        ///< 0: as OpenMP has it
};

/// Reads the command line. Prints help or what is wrong with it, and then says so in `exit_code`.
struct command_line {
    options chosen;
    bool run = false;
    int exit_code = 0;
};

[[nodiscard]] command_line read_command_line(int argc, const char* const* argv);

} // namespace prune
