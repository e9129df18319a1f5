#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace reproduce {

/// How much of the paper's effort a reproduction takes: `paper` has its setting, `small` what two
/// cores do in half an hour or so.
enum class scale { small, paper };

[[nodiscard]] const char* to_string(scale size);

/// What the command line asks for.
struct options {
    std::string figure; ///< a name in `reproductions()`
    scale size = scale::small;
    std::vector<std::uint64_t> seeds = {1, 2, 3};
    std::filesystem::path data_directory;
    std::filesystem::path output; ///< directory of document, data and plot
    int threads = 0;              ///< 0: as OpenMP has it
};

/// Reads the command line. Prints help or what is wrong with it, and then says so in `exit_code`.
struct command_line {
    options chosen;
    bool run = false;
    int exit_code = 0;
};

/// @throws std::invalid_argument for an unknown figure, listing the known ones
[[nodiscard]] command_line read_command_line(int argc, const char* const* argv);

} // namespace reproduce
