#pragma once

#include <CLI/CLI.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace trainer {

/// Makes an option with several values, separated by commas, refuse one that is given twice.
void list_without_repeats(CLI::Option& option);

/// Refuses an option's number: "--rate is nan; it must be above 0 and finite".
/// @throws CLI::ValidationError unless `holds`
void require(bool holds, const std::string& option, double value, const std::string& range);

/// Adds --threads, at most 1024 of them.
void add_threads(CLI::App& app, int& threads);

/// Adds --seeds: one run each, in [0, 2^63), none of them twice.
void add_seeds(CLI::App& app, std::vector<std::uint64_t>& seeds);

} // namespace trainer
