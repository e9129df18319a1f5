#pragma once

#include <CLI/CLI.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace trainer {

/// Makes an option with several values, separated by commas, refuse one that is given twice.
void list_without_repeats(CLI::Option& option);

/// Adds --seeds: one run each, in [0, 2^63), none of them twice.
void add_seeds(CLI::App& app, std::vector<std::uint64_t>& seeds);

} // namespace trainer
